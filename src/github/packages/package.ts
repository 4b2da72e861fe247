import type { Manifest } from "./manifest.js";
import type { PackageVersion } from "./package-version.js";

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
