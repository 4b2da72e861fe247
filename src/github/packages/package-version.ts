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

/**
 * The digest that a tag attaches its version to: signatures, attestations and SBOMs of cosign before version 3 (`.sig`,
 * `.att`, `.sbom`), and OCI's referrers tag for registries without the referrers API, such as GHCR (no suffix).
 * `undefined` for any other tag.
 */
export function attachedTo(tag: string): string | undefined {
  const [, hex] = /^sha256-([0-9a-f]{64})(?:\.(?:sig|att|sbom))?$/.exec(tag) ?? [];
  return hex === undefined ? undefined : `sha256:${hex}`;
}
