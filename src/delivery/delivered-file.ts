/** A file that Slipway delivers to a system's own repository. */
export interface DeliveredFile {
  /** Path from the repository's root, with `/`. */
  readonly path: string;
  readonly content: Buffer;
  /** Whether it is executable in git. */
  readonly executable: boolean;
  /** Its source, relative to Slipway's own project. */
  readonly source: string;
}
