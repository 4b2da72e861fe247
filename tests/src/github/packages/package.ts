import { createHash } from "node:crypto";
import type { Manifest } from "../../../../src/github/packages/manifest.js";
import type { Package, PackageVersion } from "../../../../src/github/packages/package.js";
import type { PackageContents } from "../../../../src/github/packages/plan-prune.js";

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

/** A package in memory that somebody may change between any two calls. */
export class FakePackage implements Package {
  readonly name = "ghcr.io/acme/api";
  readonly removed: number[] = [];
  /** Called before each call, with its name. */
  before: (call: string) => void = () => undefined;
  private readonly current: PackageVersion[];
  private readonly manifests: Map<string, ReturnType<PackageContents["manifests"]["get"]>>;

  constructor({ versions, manifests }: PackageContents) {
    this.current = [...versions];
    this.manifests = new Map(manifests);
  }

  push(sketches: Readonly<Record<string, Sketch>>): this {
    const { versions, manifests } = packageOf(sketches);
    this.current.push(...versions.map((version) => ({ ...version, id: version.id + 100 })));
    for (const [digest, manifest] of manifests) this.manifests.set(digest, manifest);
    return this;
  }

  change(id: number, change: Partial<PackageVersion>): this {
    const index = this.current.findIndex((version) => version.id === id);
    const version = this.current[index];
    if (version !== undefined) this.current[index] = { ...version, ...change };
    return this;
  }

  drop(id: number): this {
    const index = this.current.findIndex((version) => version.id === id);
    this.current.splice(index, 1);
    return this;
  }

  versions() {
    return this.call("versions", () => [...this.current]);
  }
  version(id: number) {
    return this.call("version", () => this.current.find((version) => version.id === id));
  }
  manifest(digest: string) {
    return this.call("manifest", () => this.manifests.get(digest) ?? ({ kind: "absent" } as const));
  }
  remove(id: number) {
    return this.call("remove", () => {
      this.removed.push(id);
      this.drop(id);
    });
  }
  restoring(id: number) {
    return `restore ${id}`;
  }

  private async call<Answer>(name: string, answer: () => Answer): Promise<Answer> {
    await Promise.resolve();
    this.before(name);
    return answer();
  }
}
