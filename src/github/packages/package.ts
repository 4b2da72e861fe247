import type { Manifest } from "./manifest.js";

/** One version of a package on GHCR: the manifest of an index, an image or an attachment. */
export interface PackageVersion {
  /** GitHub's numeric id. */
  readonly id: number;
  /** `sha256:` and 64 hexadecimal digits. GitHub calls it the version's name. */
  readonly digest: string;
  readonly tags: readonly string[];
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Milliseconds since 1970. */
  readonly updated: number;
}

/** One package, to read and prune. Every method throws GithubError without an answer. */
export interface Package {
  /** Its whole name: `ghcr.io/owner/name`. */
  readonly name: string;
  /** `undefined` if the package does not exist or the token may not see it. */
  versions(): Promise<readonly PackageVersion[] | undefined>;
  version(id: number): Promise<PackageVersion | undefined>;
  manifest(digest: string): Promise<Manifest>;
  /** Deletes a version. GitHub restores it on request, for 30 days. */
  remove(id: number): Promise<void>;
  /** The command that restores a deleted version. */
  restoring(id: number): string;
}
