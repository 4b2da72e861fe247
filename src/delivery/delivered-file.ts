/** A file that Slipway gives a system's own repository. */
export interface DeliveredFile {
  /** Where it belongs, relative to the root of that repository, with `/`. */
  readonly path: string;
  readonly content: Buffer;
  /** Whether git keeps it as executable. */
  readonly executable: boolean;
  /** Where to change it, relative to Slipway's own project. */
  readonly source: string;
}
