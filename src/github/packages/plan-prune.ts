import type { Retention } from "../../configuration/configuration.js";
import { referencesOf, type Manifest } from "./manifest.js";
import { attachedTo, type PackageVersion } from "./package-version.js";

/** All that is known of one package. */
export interface PackageContents {
  readonly versions: readonly PackageVersion[];
  /** Digest → what the registry said of it: of every version, and of everything that one refers to. */
  readonly manifests: ReadonlyMap<string, Manifest>;
}

/** What may go from a package, or why nothing may. */
export type PrunePlan =
  | {
      readonly kind: "prune";
      readonly keep: readonly PackageVersion[];
      /**
       * Newest first: what refers to another was pushed after it, so one may stop anywhere and leave nothing that
       * refers to what is gone.
       */
      readonly remove: readonly PackageVersion[];
      /** Kept versions that refer to what is gone already, for instance by another tool's clean-up. */
      readonly broken: readonly BrokenVersion[];
    }
  | {
      readonly kind: "refused";
      /** What is not known, a sentence each. Never empty. */
      readonly obstacles: readonly string[];
    };

/** A version, and the digests it refers to that its registry does not have. */
interface BrokenVersion {
  readonly version: PackageVersion;
  readonly missing: readonly string[];
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * What may go from a package: orphans, and nothing else. An orphan has no tag, was neither made nor changed in the last
 * `days`, and belongs to nothing that stays. An index's children belong to it. A signature, an attestation and whatever
 * else is attached stays or goes together with what it is about, and a tag that only attaches counts as none. Every
 * other tag keeps its version, whatever its age.
 *
 * Nothing goes where anything is not known for sure: a manifest that cannot be read, or a version that the list lacks.
 * `now` is in milliseconds since 1970. Pure; the order of the versions does not matter. Source: user pain 15.
 */
export function planPrune(
  contents: PackageContents,
  { days }: Pick<Retention, "days">,
  now: number,
): PrunePlan {
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
      ? ["No version has a tag, so nothing says what is in use."]
      : []),
  ];
  if (obstacles.length > 0) return { kind: "refused", obstacles };
  return { kind: "prune", keep, remove, broken: brokenOf(keep, contents) };
}

/** Whether a version has a name of its own, rather than one that attaches it to another version of the package. */
function isTagged({ digest, tags }: PackageVersion, listed: ReadonlyMap<string, PackageVersion>): boolean {
  return tags.some((tag) => {
    const subject = attachedTo(tag);
    return subject === undefined || subject === digest || !listed.has(subject);
  });
}

/** The digests of `roots` and of all that stays because they do. */
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

/** Digest → digests that stay where it does: children with their index, subjects and attachments with each other. */
function keptWith({ versions, manifests }: PackageContents): ReadonlyMap<string, ReadonlySet<string>> {
  const kept = new Map(versions.map(({ digest }) => [digest, new Set<string>()]));
  for (const version of versions) {
    for (const child of listedBy(version.digest, manifests)) kept.get(version.digest)?.add(child);
    for (const subject of subjectsOf(version, manifests)) {
      kept.get(version.digest)?.add(subject);
      kept.get(subject)?.add(version.digest);
    }
  }
  return kept;
}

/** What an index lists, also under the name of a blob: taking its word for that could cost a version. */
function listedBy(digest: string, manifests: PackageContents["manifests"]): readonly string[] {
  const manifest = manifests.get(digest);
  return manifest?.kind === "manifest" ? [...manifest.children, ...manifest.blobs] : [];
}

function childrenOf(digest: string, manifests: PackageContents["manifests"]): readonly string[] {
  const manifest = manifests.get(digest);
  return manifest?.kind === "manifest" ? manifest.children : [];
}

/** What a version says something about: by its manifest, or by its tags. */
function subjectsOf({ digest, tags }: PackageVersion, manifests: PackageContents["manifests"]): string[] {
  const manifest = manifests.get(digest);
  const subject = manifest?.kind === "manifest" ? manifest.subject : undefined;
  return [...(subject === undefined ? [] : [subject]), ...tags.flatMap((tag) => attachedTo(tag) ?? [])];
}

/** What is not known of a package that has to be. */
function obstaclesOf({ versions, manifests }: PackageContents): string[] {
  const listed = new Set(versions.map(({ digest }) => digest));
  const isUnknown = (digest: string): boolean =>
    !listed.has(digest) && manifests.get(digest)?.kind !== "absent";
  return [
    ...(listed.size < versions.length ? ["The list of versions names a digest twice."] : []),
    ...versions.flatMap(({ digest }) => {
      const manifest = manifests.get(digest);
      switch (manifest?.kind) {
        case "manifest":
          // A subject, too: taken for gone, it would make an orphan of what is about it.
          return referencesOf(manifest)
            .filter(isUnknown)
            .map((other) => `The list of versions lacks ${other}, to which ${digest} refers.`);
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
  return keep
    .map((version) => ({
      version,
      missing: childrenOf(version.digest, manifests).filter(
        (child) => manifests.get(child)?.kind === "absent",
      ),
    }))
    .filter(({ missing }) => missing.length > 0);
}

function newestFirst(a: PackageVersion, b: PackageVersion): number {
  return b.created - a.created || b.id - a.id;
}
