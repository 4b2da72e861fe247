import { referencesOf, type Manifest } from "./manifest.js";
import type { PackageVersion } from "./package.js";

/** Everything known about one package. */
export interface PackageContents {
  readonly versions: readonly PackageVersion[];
  /** Digest → the registry's answer, for every version and everything that one refers to. */
  readonly manifests: ReadonlyMap<string, Manifest>;
}

/** What may be deleted from a package, or why nothing may. */
export type PrunePlan =
  | {
      readonly kind: "prune";
      readonly keep: readonly PackageVersion[];
      /**
       * Newest first: a version is pushed after those it refers to, so a deletion can stop anywhere and leave no
       * dangling reference.
       */
      readonly remove: readonly PackageVersion[];
      /** Kept versions that refer to something already deleted, for instance by another tool. */
      readonly broken: readonly BrokenVersion[];
    }
  | {
      readonly kind: "refused";
      /** What is unknown, one sentence each. Never empty. */
      readonly obstacles: readonly string[];
    };

/** A version, and how many manifests that it lists the registry does not have. */
interface BrokenVersion {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly missing: number;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * What may be deleted from a package: only orphans. An orphan has no tag, was neither created nor changed in the last
 * `days`, and belongs to nothing that stays. An index owns its children. Signatures, attestations and other attachments
 * share the fate of their subject, and a tag that only attaches does not count. Every other tag keeps its version,
 * whatever its age.
 *
 * Nothing may be deleted while anything is uncertain: an unreadable manifest, or a version missing from the list. `now`
 * is in milliseconds since 1970. Pure; the order of versions does not matter. Source: user pain 15.
 */
export function planPrune(contents: PackageContents, days: number, now: number): PrunePlan {
  const { versions } = contents;
  const listed = new Map(versions.map((version) => [version.digest, version]));
  const tagged = versions.filter((version) => isTagged(version, listed));
  const young = versions.filter(({ created, updated }) => now - Math.max(created, updated) <= days * DAY);
  const alive = reachable([...tagged, ...young], contents);
  const keep = versions.filter(({ digest }) => alive.has(digest)).toSorted(newestFirst);
  const remove = versions.filter(({ digest }) => !alive.has(digest)).toSorted(newestFirst);
  const obstacles = [
    ...obstaclesOf(contents),
    ...(remove.length > 0 && tagged.length === 0
      ? ["No version has a tag, so it is unknown what is in use."]
      : []),
  ];
  if (obstacles.length > 0) return { kind: "refused", obstacles };
  return { kind: "prune", keep, remove, broken: brokenOf(keep, contents) };
}

/** Whether a version has a tag of its own, not only one that attaches it to another version of the package. */
function isTagged({ digest, tags }: PackageVersion, listed: ReadonlyMap<string, PackageVersion>): boolean {
  return tags.some((tag) => {
    const subject = attachedTo(tag);
    return subject === undefined || subject === digest || !listed.has(subject);
  });
}

/** The digests of `roots`, and of everything that stays because of them. */
function reachable(roots: readonly PackageVersion[], contents: PackageContents): ReadonlySet<string> {
  const kept = keptWith(contents);
  const reached = new Set<string>();
  const open = roots.map(({ digest }) => digest);
  for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
    if (reached.has(digest)) continue;
    reached.add(digest);
    // No spread: an index may list more than a call takes arguments.
    for (const next of kept.get(digest) ?? []) open.push(next);
  }
  return reached;
}

/** Digest → digests that stay with it: children with their index, subjects and attachments with each other. */
function keptWith({ versions, manifests }: PackageContents): ReadonlyMap<string, ReadonlySet<string>> {
  const kept = new Map(versions.map(({ digest }) => [digest, new Set<string>()]));
  for (const { digest, tags } of versions) {
    const { children, blobs, subject } = readable(digest, manifests);
    // Blobs, too: a manifest listed as a blob could be lost otherwise.
    for (const listed of [...children, ...blobs]) kept.get(digest)?.add(listed);
    for (const about of [subject ?? [], ...tags.map((tag) => attachedTo(tag) ?? [])].flat()) {
      kept.get(digest)?.add(about);
      kept.get(about)?.add(digest);
    }
  }
  return kept;
}

/** What a manifest refers to; nothing if it is not known. */
function readable(digest: string, manifests: PackageContents["manifests"]) {
  const manifest = manifests.get(digest);
  return manifest?.kind === "manifest" ? manifest : { children: [], blobs: [], subject: undefined };
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

/** What is unknown about a package but has to be known. */
function obstaclesOf({ versions, manifests }: PackageContents): string[] {
  const listed = new Set(versions.map(({ digest }) => digest));
  const isUnknown = (digest: string): boolean =>
    !listed.has(digest) && manifests.get(digest)?.kind !== "absent";
  return [
    ...(listed.size < versions.length ? ["The list of versions contains a digest twice."] : []),
    ...versions.flatMap(({ digest }) => {
      const manifest = manifests.get(digest);
      switch (manifest?.kind) {
        case "manifest":
          // A subject, too: if taken for deleted, its attachments would become orphans.
          return referencesOf(manifest)
            .filter(isUnknown)
            .map((other) => `The list of versions lacks ${other}, which ${digest} refers to.`);
        case "unreadable":
          return [`The manifest ${digest} cannot be read: ${manifest.because}.`];
        case "absent":
        case undefined:
          return [`The manifest ${digest} is listed, but the registry does not have it.`];
        default:
          return manifest satisfies never;
      }
    }),
  ].toSorted();
}

function brokenOf(keep: readonly PackageVersion[], { manifests }: PackageContents): BrokenVersion[] {
  const isGone = (digest: string) => manifests.get(digest)?.kind === "absent";
  return keep
    .map(({ digest, tags }) => ({
      digest,
      tags,
      missing: readable(digest, manifests).children.filter(isGone).length,
    }))
    .filter(({ missing }) => missing > 0);
}

function newestFirst(a: PackageVersion, b: PackageVersion): number {
  return b.created - a.created || b.id - a.id;
}
