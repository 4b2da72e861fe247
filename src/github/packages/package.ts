import type { Manifest } from "./manifest.js";
import type { PackageVersion } from "./package-version.js";

/** One package, as it can be read and pruned. Every method throws GithubError where it was not answered. */
export interface Package {
  /** Its whole name: `ghcr.io/owner/name`. */
  readonly name: string;
  /** `undefined` where there is no such package, or none that the token may see. */
  versions(): Promise<readonly PackageVersion[] | undefined>;
  version(id: number): Promise<PackageVersion | undefined>;
  manifest(digest: string): Promise<Manifest>;
  /** Deletes a version. GitHub restores it on request, for 30 days. */
  remove(id: number): Promise<void>;
  /** The command that brings a deleted version back. */
  restoring(id: number): string;
}
