import { createHash } from "node:crypto";
import type { Manifest } from "../../../../src/github/packages/manifest.js";
import type { PackageContents } from "../../../../src/github/packages/plan-prune.js";
import type { PackageVersion } from "../../../../src/github/packages/package-version.js";

/** The moment at which the tests look. */
export const NOW = Date.parse("2026-11-21T12:00:00Z");
export const DAY = 24 * 60 * 60 * 1000;

/** One version in short. Names stand for digests. */
export interface Sketch {
  readonly tags?: readonly string[];
  /** Days since it was made. Default: 100. */
  readonly age?: number;
  /** Days since it was changed. Default: `age`. */
  readonly changed?: number;
  readonly children?: readonly string[];
  readonly blobs?: readonly string[];
  readonly subject?: string;
  /** In place of what follows from the rest. */
  readonly manifest?: Manifest;
}

/** The digest that a name stands for. */
export function digestOf(name: string): string {
  return `sha256:${createHash("sha256").update(name).digest("hex")}`;
}

/** The tag that attaches a version to the one of that name. */
export function attaching(name: string, ending = ""): string {
  return `${digestOf(name).replace(":", "-")}${ending}`;
}

/** A package of the given versions, the later the newer. Whatever `absent` names, the registry does not have. */
export function packageOf(
  sketches: Readonly<Record<string, Sketch>>,
  absent: readonly string[] = [],
): PackageContents {
  const entries = Object.entries(sketches);
  return {
    versions: entries.map(([name, sketch], index) => versionOf(name, index + 1, sketch)),
    manifests: new Map([
      ...absent.map((name) => [digestOf(name), { kind: "absent" } as const] as const),
      ...entries.map(([name, sketch]) => [digestOf(name), manifestOf(sketch)] as const),
    ]),
  };
}

function versionOf(
  name: string,
  id: number,
  { tags = [], age = 100, changed = age }: Sketch,
): PackageVersion {
  return { id, digest: digestOf(name), tags, created: NOW - age * DAY, updated: NOW - changed * DAY };
}

function manifestOf({ children = [], blobs = [], subject, manifest }: Sketch): Manifest {
  return (
    manifest ?? {
      kind: "manifest",
      children: children.map(digestOf),
      blobs: blobs.map(digestOf),
      ...(subject !== undefined && { subject: digestOf(subject) }),
      bytes: 0,
    }
  );
}
