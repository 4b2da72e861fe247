import assert from "node:assert/strict";
import fc from "fast-check";
import { GithubError } from "../../../../src/github/api.js";
import type { Package } from "../../../../src/github/packages/package.js";
import type { PackageVersion } from "../../../../src/github/packages/package-version.js";
import {
  planPrune,
  type PackageContents,
  type PrunePlan,
} from "../../../../src/github/packages/plan-prune.js";
import { readPackage } from "../../../../src/github/packages/read-package.js";
import { removeOrphans } from "../../../../src/github/packages/remove-orphans.js";
import { digestOf, NOW, packageOf, type Sketch } from "./package.js";

/** A package in memory that somebody may change between any two calls. */
class FakePackage implements Package {
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

  push(sketches: Readonly<Record<string, Sketch>>): void {
    const { versions, manifests } = packageOf(sketches);
    this.current.push(...versions.map((version) => ({ ...version, id: version.id + 100 })));
    for (const [digest, manifest] of manifests) this.manifests.set(digest, manifest);
  }

  change(id: number, change: Partial<PackageVersion>): void {
    const index = this.current.findIndex((version) => version.id === id);
    const version = this.current[index];
    if (version !== undefined) this.current[index] = { ...version, ...change };
  }

  drop(id: number): void {
    this.current.splice(
      this.current.findIndex((version) => version.id === id),
      1,
    );
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

const SKETCHES = {
  "old child": {},
  "old index": { children: ["old child"] },
  child: {},
  live: { tags: ["main"], children: ["child"] },
};

async function planned(): Promise<{ source: FakePackage; plan: Extract<PrunePlan, { kind: "prune" }> }> {
  const source = new FakePackage(packageOf(SKETCHES));
  const plan = planPrune(await readPackage(source, await source.versions()), { days: 30 }, NOW);
  assert.equal(plan.kind, "prune");
  return { source, plan };
}

describe("removeOrphans", () => {
  it("deletes an index before its children, and nothing else", async () => {
    const { source, plan } = await planned();
    const { removed, left, surprise } = await removeOrphans(source, plan, 100);
    assert.deepEqual(source.removed, [2, 1]);
    assert.deepEqual([removed.map(({ id }) => id), left, surprise], [[2, 1], [], undefined]);
  });

  it("deletes no more than it may, and says what is left", async () => {
    const { source, plan } = await planned();
    const { removed, left, surprise } = await removeOrphans(source, plan, 1);
    assert.deepEqual(source.removed, [2]);
    assert.deepEqual([removed.length, left.map(({ id }) => id), surprise], [1, [1], undefined]);
  });

  it("asks nothing where nothing is to be done", async () => {
    const { source, plan } = await planned();
    source.before = (call) => assert.fail(call);
    assert.deepEqual(await removeOrphans(source, plan, 0), { removed: [], left: plan.remove });
  });

  const changed = "The package changed meanwhile; run the command again when nobody pushes.";
  const changes: Record<string, (source: FakePackage) => void> = {
    "a push": (source) => {
      source.push({ new: { tags: ["next"] } });
    },
    "a tag on an orphan": (source) => {
      source.change(2, { tags: ["rollback"] });
    },
    "a moved tag": (source) => {
      source.change(4, { tags: [] });
    },
    "a deletion": (source) => {
      source.drop(3);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`deletes nothing after ${what} since the plan was made`, async () => {
      const { source, plan } = await planned();
      change(source);
      assert.deepEqual(await removeOrphans(source, plan, 100), {
        removed: [],
        left: plan.remove,
        surprise: changed,
      });
      assert.deepEqual(source.removed, []);
    });
  }

  it("stops before a version that was tagged a moment ago, and leaves its children", async () => {
    const { source, plan } = await planned();
    source.before = (call) => {
      if (call === "version") source.change(2, { tags: ["rollback"] });
    };
    const { surprise } = await removeOrphans(source, plan, 100);
    assert.deepEqual(source.removed, []);
    assert.equal(surprise, `${digestOf("old index")} changed since it was listed.`);
  });

  it("stops at the first refusal", async () => {
    const { source, plan } = await planned();
    source.before = (call) => {
      if (call === "remove" && source.removed.length === 1) throw new GithubError("answered with 400: no");
    };
    const { removed, left, surprise } = await removeOrphans(source, plan, 100);
    assert.deepEqual(
      [removed.map(({ id }) => id), left.map(({ id }) => id), surprise],
      [[2], [1], "answered with 400: no."],
    );
  });

  it("finds what was pushed meanwhile onto a child that went, and says how to bring it back", async () => {
    const { source, plan } = await planned();
    source.before = (call) => {
      if (call === "remove" && source.removed.length === 1) {
        source.push({ again: { tags: ["next"], children: ["old child"], age: 0 } });
      }
    };
    const { removed, surprise } = await removeOrphans(source, plan, 100);
    assert.deepEqual(
      removed.map(({ id }) => id),
      [2, 1],
    );
    assert.equal(surprise, "A push refers to a version that was just deleted; restore it: `restore 1`.");
  });

  it("says where it could not look afterwards", async () => {
    const { source, plan } = await planned();
    source.before = (call) => {
      if (call === "versions" && source.removed.length > 0) throw new GithubError("no answer from GitHub");
    };
    const { removed, surprise } = await removeOrphans(source, plan, 100);
    assert.deepEqual([removed.length, surprise], [2, "no answer from GitHub."]);
  });
});

describe("removeOrphans, whatever is pushed whenever", () => {
  it("leaves no index without its children unless it says how to bring them back", async () => {
    const names = Object.keys(SKETCHES);
    await fc.assert(
      fc.asyncProperty(fc.subarray(names), fc.nat({ max: 12 }), async (children, moment) => {
        const { source, plan } = await planned();
        let calls = 0;
        source.before = () => {
          if (calls++ === moment) source.push({ new: { tags: ["next"], children, age: 0 } });
        };
        const { removed, surprise = "" } = await removeOrphans(source, plan, 100);
        const needed = new Set(children.map(digestOf));
        for (const { digest, id } of removed) {
          // What is pushed after the last look, nobody can see.
          if (needed.has(digest) && moment < calls) assert.ok(surprise.includes(`restore ${id}`));
        }
      }),
    );
  });
});

describe("readPackage", () => {
  it("reads every version once, and what one refers to besides", async () => {
    const contents = packageOf({
      live: { tags: ["main"], children: ["child", "gone"] },
      child: {},
      referrer: { subject: "elsewhere" },
    });
    const source = new FakePackage(contents);
    let calls = 0;
    source.before = () => calls++;
    const { manifests } = await readPackage(source, contents.versions);
    assert.deepEqual(
      [...manifests.keys()].sort(),
      ["live", "child", "gone", "referrer", "elsewhere"].map(digestOf).sort(),
    );
    assert.deepEqual(manifests.get(digestOf("gone")), { kind: "absent" });
    assert.equal(calls, 5);
  });

  it("takes no answer for an unreadable manifest", async () => {
    const contents = packageOf({ live: { tags: ["main"] } });
    const source = new FakePackage(contents);
    source.before = () => {
      throw new GithubError("no response from https://ghcr.io: reset");
    };
    const { manifests } = await readPackage(source, contents.versions);
    assert.deepEqual(manifests.get(digestOf("live")), {
      kind: "unreadable",
      because: "no response from https://ghcr.io: reset",
    });
  });

  it("gives up where nothing can be read", async () => {
    const names = Array.from({ length: 100 }, (_, index) => [`v${index}`, {}] as const);
    const contents = packageOf(Object.fromEntries(names));
    const source = new FakePackage(contents);
    let calls = 0;
    source.before = () => {
      calls++;
      throw new GithubError("no answer");
    };
    const { manifests } = await readPackage(source, contents.versions);
    assert.ok(calls < 20);
    assert.ok([...manifests.values()].every(({ kind }) => kind === "unreadable"));
    assert.equal(manifests.size, 100);
  });
});
