import assert from "node:assert/strict";
import fc from "fast-check";
import {
  attachedTo,
  planPrune,
  type PackageContents,
  type PrunePlan,
} from "../../../../src/github/packages/plan-prune.js";
import { attaching, DAY, digestOf, NOW, packageOf, type Sketch } from "./package.js";

/** The names of what would go, in order. */
function removed(sketches: Readonly<Record<string, Sketch>>, absent: readonly string[] = []): string[] {
  const names = new Map(Object.keys(sketches).map((name) => [digestOf(name), name]));
  return pruned(planPrune(packageOf(sketches, absent), 30, NOW)).remove.map(
    ({ digest }) => names.get(digest) ?? digest,
  );
}

function pruned(plan: PrunePlan): Extract<PrunePlan, { kind: "prune" }> {
  assert.equal(plan.kind, "prune");
  return plan;
}

function obstacles(contents: PackageContents): readonly string[] {
  const plan = planPrune(contents, 30, NOW);
  assert.equal(plan.kind, "refused");
  return plan.obstacles;
}

describe("planPrune", () => {
  const live = { tags: ["main"] };
  type Case = readonly [
    what: string,
    sketches: Readonly<Record<string, Sketch>>,
    gone: readonly string[],
    absent?: readonly string[],
  ];
  const cases: readonly Case[] = [
    [
      "removes orphans alone: not the platforms and attestation of a tagged index (pain 15)",
      {
        ...{ amd64: {}, arm64: {}, attestation: {} },
        index: { tags: ["latest", "v1.0.0"], children: ["amd64", "arm64", "attestation"] },
        ...{ orphan: {}, "another orphan": {} },
      },
      ["another orphan", "orphan"],
    ],
    [
      "removes an orphaned index before its children, and keeps those that a live one shares",
      { shared: {}, own: {}, old: { children: ["shared", "own"] }, live: { ...live, children: ["shared"] } },
      ["old", "own"],
    ],
    [
      "goes by time before it goes by number",
      { index: { age: 50, children: ["a"] }, a: { age: 51 }, live },
      ["index", "a"],
    ],
    [
      "follows indexes of indexes, and what refers in a circle, as no honest digest can",
      {
        deepest: { children: ["live"] },
        inner: { children: ["deepest"] },
        live: { ...live, children: ["inner"] },
        a: { children: ["b"] },
        b: { children: ["a"] },
      },
      ["b", "a"],
    ],
    [
      "keeps what is not older than the days given, by the later of its two times",
      {
        live,
        "exactly 30": { age: 30 },
        "just over": { age: 30 + 1 / DAY },
        "changed lately": { age: 400, changed: 2 },
        "child of a young one": { age: 400 },
        young: { age: 1, children: ["child of a young one"] },
        future: { age: -3 },
      },
      ["just over"],
    ],
    [
      "keeps every tagged version, however old",
      { a: { tags: ["sha-0123456"], age: 5000 }, b: { tags: ["v0.0.1"] } },
      [],
    ],
    [
      "keeps a signature whose image is not of this package: it may be of another",
      { live, s: { tags: [attaching("elsewhere", ".sig")] } },
      [],
    ],
    [
      "keeps an image that a young signature is about, and one whose signature has a tag of its own",
      {
        ...{ live, signed: {}, named: {} },
        signature: { tags: [attaching("signed", ".sig")], age: 1 },
        report: { tags: ["report"], subject: "named" },
      },
      [],
    ],
    [
      "removes a referrer without a tag whose subject is gone",
      { live, referrer: { subject: "gone" } },
      ["referrer"],
      ["gone"],
    ],
    [
      "takes a tag that attaches a version to itself for a name",
      { live, self: { tags: [attaching("self")] } },
      [],
    ],
  ];
  for (const [what, sketches, gone, absent] of cases) {
    it(what, () => {
      assert.deepEqual(removed(sketches, absent), gone);
    });
  }

  for (const ending of ["", ".sig", ".att", ".sbom"]) {
    it(`keeps or removes what is attached by a tag with the ending "${ending}" as what it is about`, () => {
      const sketches = {
        live: { tags: ["main"] },
        orphan: {},
        "of live": { tags: [attaching("live", ending)] },
        "of orphan": { tags: [attaching("orphan", ending)], children: ["bundle"] },
        bundle: { subject: "orphan" },
      };
      assert.deepEqual(removed(sketches), ["bundle", "of orphan", "orphan"]);
    });
  }

  it("reports kept indexes that lack children already, and lets orphaned ones go", () => {
    const contents = packageOf(
      {
        amd64: {},
        live: { tags: ["main"], children: ["amd64", "arm64"] },
        "orphaned ghost": { children: ["arm64"] },
      },
      ["arm64"],
    );
    const { broken, remove } = pruned(planPrune(contents, 30, NOW));
    assert.deepEqual(broken, [{ digest: digestOf("live"), tags: ["main"], missing: 1 }]);
    assert.deepEqual(
      remove.map(({ digest }) => digest),
      [digestOf("orphaned ghost")],
    );
  });

  it("misses no layers that BuildKit's cache lists, and keeps a version even under the name of one", () => {
    const contents = packageOf({
      cache: { tags: ["buildcache"], blobs: ["layer", "mislabelled"] },
      mislabelled: {},
      "old cache": { blobs: ["old layer"] },
    });
    const { remove, broken } = pruned(planPrune(contents, 30, NOW));
    assert.deepEqual([remove.map(({ digest }) => digest), broken], [[digestOf("old cache")], []]);
  });

  it("removes nothing where a manifest cannot be read, and names it", () => {
    const contents = packageOf({
      live: { tags: ["main"] },
      orphan: {},
      odd: { manifest: { kind: "unreadable", because: "the registry answered 500" } },
      ghost: { manifest: { kind: "absent" } },
    });
    assert.deepEqual(
      [...obstacles(contents)].sort(),
      [
        `The manifest ${digestOf("odd")} cannot be read: the registry answered 500.`,
        `The manifest ${digestOf("ghost")} is listed, but the registry does not have it.`,
      ].sort(),
    );
  });

  it("removes nothing where a manifest was never asked for", () => {
    const { versions } = packageOf({ live: { tags: ["main"] } });
    assert.deepEqual(obstacles({ versions, manifests: new Map() }), [
      `The manifest ${digestOf("live")} is listed, but the registry does not have it.`,
    ]);
  });

  it("removes nothing where the list lacks a child or a subject that is there", () => {
    const whole = packageOf({
      child: {},
      live: { tags: ["main"], children: ["child"] },
      referrer: { subject: "child" },
      orphan: {},
    });
    const versions = whole.versions.filter(({ digest }) => digest !== digestOf("child"));
    assert.deepEqual(
      [...obstacles({ ...whole, versions })].sort(),
      ["live", "referrer"]
        .map((name) => `The list of versions lacks ${digestOf("child")}, which ${digestOf(name)} refers to.`)
        .sort(),
    );
  });

  it("removes nothing where no version has a tag, or one digest stands twice", () => {
    assert.deepEqual(obstacles(packageOf({ a: {}, b: {} })), [
      "No version has a tag, so it is unknown what is in use.",
    ]);
    const { versions, manifests } = packageOf({ a: { tags: ["main"] } });
    assert.deepEqual(obstacles({ versions: [...versions, ...versions], manifests }), [
      "The list of versions contains a digest twice.",
    ]);
  });

  it("has nothing to do for an empty package", () => {
    const { keep, remove, broken } = pruned(planPrune(packageOf({}), 30, NOW));
    assert.deepEqual([keep, remove, broken], [[], [], []]);
  });

  it("takes an index of very many children, and a very long chain of indexes", () => {
    const children = new Array<string>(130_000).fill(digestOf("child"));
    const wide = { tags: ["main"], manifest: { kind: "manifest", children, blobs: [], bytes: 0 } } as const;
    assert.deepEqual(removed({ wide, child: {} }), []);
    const last = 1_999;
    const chain: Record<string, Sketch> = Object.fromEntries(
      Array.from({ length: last + 1 }, (_, index) => [
        `link ${index}`,
        {
          tags: index === 0 ? ["main"] : [],
          children: index === last ? [] : [`link ${index + 1}`],
        },
      ]),
    );
    assert.deepEqual(removed(chain), []);
  });
});

const NAMES = Array.from({ length: 12 }, (_, index) => `v${index}`);
const name = fc.constantFrom(...NAMES);
const tag = fc.oneof(
  fc.constantFrom("latest", "v1.2.3", "sha-0123456", "sha256-short.sig"),
  fc.tuple(name, fc.constantFrom("", ".sig", ".att", ".sbom")).map(([of, ending]) => attaching(of, ending)),
);
const sketch = fc.record(
  {
    tags: fc.array(tag, { maxLength: 2 }),
    age: fc.integer({ min: 0, max: 90 }),
    changed: fc.integer({ min: 0, max: 90 }),
    children: fc.array(name, { maxLength: 3 }),
    subject: name,
  },
  { requiredKeys: ["age"] },
);
/** Packages of any shape, circles and missing versions among them. One version always has a tag of its own. */
const packages = fc
  .tuple(fc.dictionary(name, sketch, { maxKeys: 12 }), fc.subarray(NAMES))
  .map(([sketches, present]) => {
    const kept = Object.fromEntries(Object.entries(sketches).filter(([key]) => present.includes(key)));
    return packageOf({ ...kept, live: { tags: ["main"], children: ["v0"] } }, NAMES);
  });

describe("planPrune, for any package", () => {
  it("never removes what a tag leads to, what is young, or what has a tag of its own", () => {
    fc.assert(
      fc.property(packages, (contents) => {
        const { remove, keep } = pruned(planPrune(contents, 30, NOW));
        const gone = new Set(remove.map(({ digest }) => digest));
        const { versions, manifests } = contents;
        // In another way than the planner's: round after round over everything, until nothing is added.
        const live = new Set(
          versions
            .filter(({ tags }) => tags.some((own) => attachedTo(own) === undefined))
            .map(({ digest }) => digest),
        );
        for (let before = -1; before < live.size;) {
          before = live.size;
          for (const { digest } of versions) {
            const manifest = manifests.get(digest);
            if (live.has(digest) && manifest?.kind === "manifest") {
              for (const child of manifest.children) live.add(child);
            }
          }
        }
        for (const digest of live) assert.ok(!gone.has(digest));
        for (const { created, updated } of remove) assert.ok(NOW - Math.max(created, updated) > 30 * DAY);
        assert.equal(keep.length + remove.length, versions.length);
      }),
      { numRuns: 200 },
    );
  });

  it("removes every old version without tag, subject, attachment or index", () => {
    fc.assert(
      fc.property(packages, (contents) => {
        const { remove } = pruned(planPrune(contents, 30, NOW));
        const gone = new Set(remove.map(({ digest }) => digest));
        const { versions, manifests } = contents;
        const related = new Set(
          versions.flatMap(({ digest, tags }) => {
            const manifest = manifests.get(digest);
            if (manifest?.kind !== "manifest") return [];
            const { children, subject } = manifest;
            return [
              ...children,
              ...(subject === undefined ? [] : [subject, digest]),
              ...tags.map(attachedTo),
            ];
          }),
        );
        for (const { digest, tags, created, updated } of versions) {
          const isOld = NOW - Math.max(created, updated) > 30 * DAY;
          if (isOld && tags.length === 0 && !related.has(digest)) assert.ok(gone.has(digest));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on the order of the list, and finds nothing more once done, or stopped half-way", () => {
    fc.assert(
      fc.property(
        packages,
        fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
        fc.nat(),
        (contents, numbers, stop) => {
          const plan = pruned(planPrune(contents, 30, NOW));
          const shuffled = contents.versions
            .map((version, index) => ({ version, at: numbers[index] ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ version }) => version);
          assert.deepEqual(planPrune({ ...contents, versions: shuffled }, 30, NOW), plan);
          assert.deepEqual(pruned(planPrune(without(contents, plan.remove), 30, NOW)).remove, []);
          const half = pruned(
            planPrune(without(contents, plan.remove.slice(0, stop % (plan.remove.length + 1))), 30, NOW),
          );
          const gone = new Set(plan.remove.map(({ digest }) => digest));
          for (const { digest } of half.remove) assert.ok(gone.has(digest));
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** The package after some of its versions were deleted. */
function without(
  { versions, manifests }: PackageContents,
  gone: readonly { digest: string }[],
): PackageContents {
  const digests = new Set(gone.map(({ digest }) => digest));
  return {
    versions: versions.filter(({ digest }) => !digests.has(digest)),
    manifests: new Map([
      ...manifests,
      ...[...digests].map((digest) => [digest, { kind: "absent" } as const] as const),
    ]),
  };
}

describe("attachedTo", () => {
  const hex = "ab".repeat(32);

  it("tells attaching tags from names that only look like them", () => {
    const subjects = [
      ...["", ".sig", ".att", ".sbom"].map((ending) => `sha256-${hex}${ending}`),
      ...[`sha256-${hex}.zip`, `sha256-${hex}0`, `xsha256-${hex}`, `sha256-${hex.toUpperCase()}`],
      ...[`sha-${hex}`, `sha256-${hex}.sig\n`, "latest", ""],
    ].map(attachedTo);
    assert.deepEqual(subjects, [
      ...Array.from({ length: 4 }, () => `sha256:${hex}`),
      ...Array.from({ length: 8 }, () => undefined),
    ]);
  });
});
