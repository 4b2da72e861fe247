/** One version of a package on GHCR: a manifest, be it an index, an image or an attachment to one. */
export interface PackageVersion {
  /** GitHub's number of it. */
  readonly id: number;
  /** `sha256:` and 64 hexadecimal digits. GitHub calls it the version's name. */
  readonly digest: string;
  readonly tags: readonly string[];
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Milliseconds since 1970. */
  readonly updated: number;
}

/**
 * The digest of the version to which a version tagged so is attached: signatures, attestations and lists of materials
 * of cosign before its version 3 (`.sig`, `.att`, `.sbom`), and OCI's list of referrers for registries without an
 * interface for it, such as GHCR (no ending). `undefined` for any other tag.
 */
export function attachedTo(tag: string): string | undefined {
  const [, hex] = /^sha256-([0-9a-f]{64})(?:\.(?:sig|att|sbom))?$/.exec(tag) ?? [];
  return hex === undefined ? undefined : `sha256:${hex}`;
}
