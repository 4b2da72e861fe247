import assert from "node:assert/strict";
import fc from "fast-check";
import {
  attachedTo,
  planPrune,
  type PackageContents,
  type PrunePlan,
} from "../../../../src/github/packages/plan-prune.js";
import { attaching, DAY, digestOf, NOW, packageOf, type Sketch } from "./package.js";

function pruned(contents: PackageContents): Extract<PrunePlan, { kind: "prune" }> {
  const plan = planPrune(contents, 30, NOW);
  assert.equal(plan.kind, "prune");
  return plan;
}

const digestsOf = (versions: readonly { digest: string }[]) => versions.map(({ digest }) => digest);
const live = { tags: ["main"] };
/** Everything was made 100 days ago unless it says otherwise; `absent` exists no more. */
type Case = readonly [
  what: string,
  sketches: Readonly<Record<string, Sketch>>,
  gone: readonly string[],
  absent?: readonly string[],
];

/** An index of very many children, and a very long chain of indexes. */
const children = new Array<string>(130_000).fill(digestOf("child"));
const wide = { ...live, manifest: { kind: "manifest", children, blobs: [], bytes: 0 } } as const;
const chain = Array.from({ length: 1_999 }, (_, link) => [link, { children: [`l${link + 1}`] }] as const);
const links = Object.fromEntries(chain.map(([link, sketch]) => [`l${link}`, sketch]));

describe("planPrune", () => {
  const cases: readonly Case[] = [
    ["has nothing to do for an empty package", {}, []],
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
        ...{ a: { children: ["b"] }, b: { children: ["a"] } },
      },
      ["b", "a"],
    ],
    [
      "keeps what is not older than the days given, by the later of its two times",
      {
        ...{ live, future: { age: -3 }, "exactly 30": { age: 30 }, "just over": { age: 30 + 1 / DAY } },
        ...{ "changed lately": { age: 400, changed: 2 }, "child of a young one": { age: 400 } },
        young: { age: 1, children: ["child of a young one"] },
      },
      ["just over"],
    ],
    ["keeps every tagged version, however old", { a: { ...live, age: 5000 }, b: { tags: ["v0.0.1"] } }, []],
    [
      "keeps a signature whose image is not of this package: it may be of another",
      { live, s: { tags: [attaching("elsewhere", ".sig")] } },
      [],
    ],
    [
      "keeps or removes what is attached by a tag as what it is about",
      {
        ...{ live, orphan: {}, "of live": { tags: [attaching("live", ".att")] } },
        "of orphan": { tags: [attaching("orphan")], children: ["bundle"] },
        bundle: { subject: "orphan" },
      },
      ["bundle", "of orphan", "orphan"],
    ],
    [
      "keeps an image that a young signature is about, and one whose signature has a tag of its own",
      {
        ...{ live, signed: {}, named: {}, report: { tags: ["report"], subject: "named" } },
        signature: { tags: [attaching("signed", ".sig")], age: 1 },
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
    [
      "misses no layers that BuildKit's cache lists, and keeps a version even under the name of one",
      {
        cache: { ...live, blobs: ["layer", "mislabelled"] },
        ...{ mislabelled: {}, "old cache": { blobs: ["old layer"] } },
      },
      ["old cache"],
    ],
    ["takes very many children", { wide, child: {} }, []],
    ["takes a very long chain", { live: { ...live, children: ["l0"] }, ...links, l1999: {} }, []],
  ];
  for (const [what, sketches, gone, absent] of cases) {
    it(what, () => {
      const names = new Map(Object.keys(sketches).map((name) => [digestOf(name), name]));
      const { keep, remove, broken } = pruned(packageOf(sketches, absent));
      assert.deepEqual([remove.map(({ digest }) => names.get(digest)), broken], [gone, []]);
      assert.equal(keep.length, names.size - gone.length);
    });
  }

  it("reports kept indexes that lack children already, and lets orphaned ones go", () => {
    const sketches = {
      amd64: {},
      live: { ...live, children: ["amd64", "arm64"] },
      ghost: { children: ["arm64"] },
    };
    const { broken, remove } = pruned(packageOf(sketches, ["arm64"]));
    assert.deepEqual(broken, [{ digest: digestOf("live"), tags: ["main"], missing: 1 }]);
    assert.deepEqual(digestsOf(remove), [digestOf("ghost")]);
  });

  const unreadable = { kind: "unreadable", because: "the registry answered 500" } as const;
  const one = packageOf({ live });
  const family = packageOf({
    child: {},
    live: { ...live, children: ["child"] },
    r: { subject: "child" },
    orphan: {},
  });
  const lacking = family.versions.filter(({ digest }) => digest !== digestOf("child"));
  for (const [what, contents, obstacles] of [
    [
      "a manifest cannot be read, or is not there",
      packageOf({ live, orphan: {}, odd: { manifest: unreadable }, ghost: { manifest: { kind: "absent" } } }),
      [
        `The manifest ${digestOf("odd")} cannot be read: the registry answered 500.`,
        `The manifest ${digestOf("ghost")} is listed, but the registry does not have it.`,
      ],
    ],
    [
      "a manifest was never asked for",
      { ...one, manifests: new Map() },
      [`The manifest ${digestOf("live")} is listed, but the registry does not have it.`],
    ],
    [
      "the list lacks a child or a subject that is there",
      { ...family, versions: lacking },
      ["live", "r"].map(
        (name) => `The list of versions lacks ${digestOf("child")}, which ${digestOf(name)} refers to.`,
      ),
    ],
    [
      "no version has a tag",
      packageOf({ a: {}, b: {} }),
      ["No version has a tag, so it is unknown what is in use."],
    ],
    [
      "one digest stands twice",
      { ...one, versions: [...one.versions, ...one.versions] },
      ["The list of versions contains a digest twice."],
    ],
  ] as const) {
    it(`removes nothing where ${what}`, () => {
      assert.deepEqual(planPrune(contents, 30, NOW), { kind: "refused", obstacles: obstacles.toSorted() });
    });
  }
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
  function always(what: string, check: (contents: PackageContents, numbers: readonly number[]) => void) {
    const numbers = fc.array(fc.nat(), { minLength: 20, maxLength: 20 });
    it(what, () => {
      fc.assert(fc.property(packages, numbers, check), { numRuns: 200 });
    });
  }

  always("never removes what a tag leads to, what is young, or what has a tag of its own", (contents) => {
    const { remove, keep } = pruned(contents);
    const { versions, manifests } = contents;
    const tagged = versions.filter(({ tags }) => tags.some((own) => attachedTo(own) === undefined));
    const alive = new Set(digestsOf(tagged));
    // Goes over what it adds as well.
    for (const digest of alive) {
      const manifest = manifests.get(digest);
      if (manifest?.kind === "manifest") for (const child of manifest.children) alive.add(child);
    }
    for (const { digest, created, updated } of remove) {
      assert.ok(!alive.has(digest) && NOW - Math.max(created, updated) > 30 * DAY);
    }
    assert.equal(keep.length + remove.length, versions.length);
  });

  always("removes every old version without tag, subject, attachment or index", (contents) => {
    const gone = new Set(digestsOf(pruned(contents).remove));
    const { versions, manifests } = contents;
    const related = new Set(
      versions.flatMap(({ digest, tags }) => {
        const manifest = manifests.get(digest);
        if (manifest?.kind !== "manifest") return [];
        const { children, subject } = manifest;
        return [...children, ...(subject === undefined ? [] : [subject, digest]), ...tags.map(attachedTo)];
      }),
    );
    for (const { digest, tags, created, updated } of versions) {
      const isOld = NOW - Math.max(created, updated) > 30 * DAY;
      if (isOld && tags.length === 0 && !related.has(digest)) assert.ok(gone.has(digest));
    }
  });

  always("goes by no order, and finds nothing more once done, or stopped half-way", (contents, numbers) => {
    const { remove, ...plan } = pruned(contents);
    const at = new Map(contents.versions.map(({ id }, index) => [id, numbers[index] ?? 0]));
    const versions = contents.versions.toSorted((a, b) => (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0));
    assert.deepEqual(pruned({ ...contents, versions }), { remove, ...plan });
    assert.deepEqual(pruned(without(contents, remove)).remove, []);
    const half = pruned(without(contents, remove.slice(0, (numbers[0] ?? 0) % (remove.length + 1))));
    const gone = new Set(digestsOf(remove));
    assert.ok(digestsOf(half.remove).every((digest) => gone.has(digest)));
  });
});

/** The package after some of its versions were deleted. */
function without(
  { versions, manifests }: PackageContents,
  gone: readonly { digest: string }[],
): PackageContents {
  const digests = new Set(digestsOf(gone));
  return {
    versions: versions.filter(({ digest }) => !digests.has(digest)),
    manifests: new Map([
      ...manifests,
      ...digestsOf(gone).map((digest) => [digest, { kind: "absent" } as const] as const),
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
