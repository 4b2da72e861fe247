import assert from "node:assert/strict";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import type { TagRule } from "../../../src/catalogue/tag-policy.js";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { problemsOf } from "../../../src/plan/catalogue-problems.js";
import { configuration, image, local, system } from "./fixtures.js";

const found = (
  images: readonly [Image, ...Image[]],
  changes: Partial<Configuration> = {},
  more: Partial<System> = {},
) =>
  problemsOf({ ...configuration, ...changes }, [system({ images, ...more })]).map(
    ({ where, expected, found: what, fix }) => [where, expected, what, fix],
  );
const keeping = (...keepTags: string[]) => ({ retention: { ...configuration.retention, keepTags } });
const immutable = { tagMutability: "immutable" } as const;
const fixed = (tag: string): TagRule => ({ kind: "fixed", tag });
const tagged = (...more: readonly TagRule[]) => image({ tags: [fixed("latest"), ...more] });
const on = (base: string) => ({ base: { image: base, name: "x:latest", buildCommand: "./x" } });

describe("problemsOf", () => {
  for (const [what, images, told] of [
    ["an illegal repository", [image({ repository: "Shop" })], ["app, repository", '"Shop"']],
    ["an illegal tag", [tagged(fixed("not a tag"))], ["app, tags", '"not a tag"']],
    ["a base that is not there", [image(on("nothing"))], ["app, base", '"nothing"']],
    ["a base that refers to itself", [image(on("app"))], ["app, base", "the image itself"]],
    [
      "a base on a base, and so every circle of bases",
      [
        image({ id: "a", repository: "aa" }),
        image({ id: "b", repository: "bb", ...on("a") }),
        image(on("b")),
      ],
      ["app, base", '"b", which has a base of its own'],
    ],
    [
      "a base that a stack could publish under no tag",
      [image({ id: "base", repository: "shop-base", tags: [{ kind: "git-tag" }] }), image(on("base"))],
      ["base, tags", "v*"],
    ],
    [
      "a version argument without a default",
      [image({ versionArgs: ["RUST"] })],
      ["app, versionArgs", '"RUST"'],
    ],
  ] satisfies [string, [Image, ...Image[]], [string, string]][]) {
    it(`names ${what}`, () => {
      const [[where, , value] = [], ...others] = found(images);
      assert.deepEqual([where?.replace("systems/shop, image ", ""), value, others], [...told, []]);
    });
  }

  it("says nothing else while a required field is missing", () => {
    const [[where] = [], ...others] = found([Object.assign(image({ id: "A" }), { context: undefined })]);
    assert.deepEqual([where, others], ["systems/shop, image A, context", []]);
  });

  it("names a filter for release tags that GitHub cannot read, or that matches nothing", () => {
    for (const releaseTags of ["v[", "!v*", ""]) {
      const [[where, , value] = []] = found([image()], {}, { releaseTags });
      assert.deepEqual([where, value], ["systems/shop, releaseTags", JSON.stringify(releaseTags)]);
    }
  });

  it("names a system that stands twice once, and not what follows from it", () => {
    assert.deepEqual(problemsOf(configuration, [system(), system()]), [
      {
        where: "systems, names",
        expected: "one system per name",
        found: '"shop" 2 times',
        fix: "rename one of them",
      },
    ]);
  });

  it("looks only at the systems of the stack", () => {
    assert.deepEqual(found([image({ repository: "No" })], { systems: [], ...keeping() }), []);
  });

  it("names two images that would overwrite each other, on a workstation or in CI", () => {
    const [expected, fix] = [
      "one image per repository and tag",
      "give one of them another repository or tag",
    ];
    assert.deepEqual(found([image({ id: "a" }), image({ id: "b" })]), [
      ["systems, reference shop:latest", expected, "shop/a and shop/b", fix],
    ]);
    const images = (...more: readonly TagRule[]): [Image, Image] => [
      image({ id: "a", tags: [fixed("latest"), ...more] }),
      image({ id: "b", tags: [fixed("debug"), ...more] }),
    ];
    assert.deepEqual(found(images()), []);
    assert.deepEqual(found(images({ kind: "sha", length: "short" })), [
      ["systems, reference shop:sha-*", expected, "shop/a and shop/b", fix],
    ]);
  });

  it("names a release that no image takes, or no system's filter", () => {
    const fix = "correct it, or remove the key";
    assert.deepEqual(found([image()], { release: "v1" }), [
      ["slipway:release", "no release, because no image of this stack has a release tag", '"v1"', fix],
    ]);
    const released: [Image, Image] = [image({ id: "base", repository: "base" }), tagged({ kind: "git-tag" })];
    assert.deepEqual(found(released, { release: "v1.0.0" }), []);
    assert.deepEqual(found(released, { release: "1.0.0" }), [
      ["slipway:release", "a git tag of the form v*", '"1.0.0"', fix],
    ]);
  });

  it("names a kept tag that no image can carry, in ECR (user pain 19)", () => {
    assert.deepEqual(found([tagged(fixed("stable"))], keeping("latest", "stabel")), [
      [
        "slipway:retention.keepTags",
        "tags that an image of this stack can carry: latest, stable",
        '"stabel"',
        "correct or remove it; its lifecycle rule would match nothing",
      ],
    ]);
    assert.deepEqual(found([image({ tags: [fixed("main")] })], {}, { registry: "ghcr" }), []);
  });

  it("names a repository with more moving tags than ECR excludes from immutability", () => {
    const moving = (...tags: string[]) => found([tagged(...tags.map(fixed))], immutable);
    assert.deepEqual(moving("b", "c", "d", "e"), []);
    assert.deepEqual(moving("b", "c", "d", "e", "f"), [
      [
        "systems/shop, repository shop, tags",
        "at most 5 moving tags while slipway:tagMutability is immutable (ECR's limit)",
        "latest, b, c, d, e, f",
        "remove moving tags, or set slipway:tagMutability to mutable",
      ],
    ]);
  });

  it("names tags that move under names unknown beforehand, where ECR is to be immutable", () => {
    const branch = tagged({ kind: "branch", branches: "default" });
    assert.deepEqual(found([branch]), []);
    assert.deepEqual(found([branch], immutable), [
      [
        "systems/shop, repository shop, tags",
        "moving tags with known names while slipway:tagMutability is immutable",
        "the name of the default branch",
        "remove its rule, or set slipway:tagMutability to mutable",
      ],
    ]);
  });

  it("names tags in ECR that a lifecycle rule would take for releases", () => {
    const ambiguous = tagged({ kind: "git-tag" }, { kind: "branch", branches: "all" });
    assert.deepEqual(found([ambiguous]), [
      [
        "systems/shop, repository shop, tags",
        "tags that ECR's pattern for releases, v*, does not match",
        "the name of any branch",
        "remove one of the two rules, tag only the default branch, or narrow releaseTags",
      ],
    ]);
    assert.deepEqual(found([ambiguous], {}, { registry: "ghcr" }), []);
  });

  it("names a base in a Docker engine that another builder is to build on", () => {
    const images: [Image, Image] = [image({ id: "base", repository: "shop-base" }), image(on("base"))];
    const built = (base: string) => found(images, { builder: "remote", builders: { "shop/base": base } });
    assert.deepEqual(built("default"), [
      [
        "slipway:builders, shop/app",
        "the builder of its base, because only Docker's own engine can read its images",
        "remote, and default for the base",
        "use the same builder for both, or Docker's own engine for neither",
      ],
    ]);
    assert.deepEqual(built("other"), []);
  });

  it("names an image that is to be built for none of its platforms", () => {
    const registry = { ...local.registry, platforms: ["linux/arm64"] } as const;
    assert.deepEqual(found([image()], { registry }), [
      [
        "slipway:registry.platforms",
        "a platform of shop/app: linux/amd64",
        "none of them",
        "add it, or remove shop from slipway:checkouts",
      ],
    ]);
    assert.deepEqual(found([image()], { registry, checkouts: {} }), []);
  });
});
