import assert from "node:assert/strict";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import type { TagRule } from "../../../src/catalogue/tag-policy.js";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { problemsOf } from "../../../src/plan/catalogue-problems.js";
import { configuration, image, local, system } from "./fixtures.js";

type Given = [images: System["images"], changes?: Partial<Configuration>, more?: Partial<System>];
const found = (...[images, changes, more]: Given) =>
  problemsOf({ ...configuration, ...changes }, [system({ images, ...more })]).map(
    ({ where, expected, found: what, fix }) => [where, expected, what, fix],
  );
const keeping = (...keepTags: string[]) => ({ retention: { ...configuration.retention, keepTags } });
const immutable = { tagMutability: "immutable" } as const;
const fixed = (tag: string): TagRule => ({ kind: "fixed", tag });
const tagged = (...more: readonly TagRule[]) => image({ tags: [fixed("latest"), ...more] });
const released: [Image, Image] = [image({ id: "base", repository: "base" }), tagged({ kind: "git-tag" })];
const on = (base: string) => ({ base: { image: base, name: "x:latest", buildCommand: "./x" } });
const branch = tagged({ kind: "branch", branches: "default" });
const ambiguous = tagged({ kind: "git-tag" }, { kind: "branch", branches: "all" });
const moving = (...tags: string[]) => tagged(...tags.map(fixed));
const onRemote = (base: string) => ({ builder: "remote", builders: { "shop/base": base } });
const based: [Image, Image] = [image({ id: "base", repository: "shop-base" }), image(on("base"))];
const twins = (...more: readonly TagRule[]): [Image, Image] => [
  image({ id: "a", tags: [fixed("latest"), ...more] }),
  image({ id: "b", tags: [fixed("debug"), ...more] }),
];
const arm = { registry: { ...local.registry, platforms: ["linux/arm64"] } } as const;
const ghcr = { registry: "ghcr" } as const;

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
      "a version argument without default",
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

  const overwriting =
    "one image per repository and tag | shop/a and shop/b | give one of them another repository or tag";
  for (const [what, problem, given, fine] of [
    [
      "two images that would overwrite each other",
      `systems, reference shop:latest | ${overwriting}`,
      [[image({ id: "a" }), image({ id: "b" })]],
      [twins()],
    ],
    [
      "two images that would overwrite each other in CI",
      `systems, reference shop:sha-* | ${overwriting}`,
      [twins({ kind: "sha", length: "short" })],
      [twins()],
    ],
    [
      "a release that no image takes",
      'slipway:release | no release, because no image of this stack has a release tag | "v1" | correct it, or remove the key',
      [[image()], { release: "v1" }],
      [released, { release: "v1.0.0" }],
    ],
    [
      "a release that no system's filter takes",
      'slipway:release | a git tag of the form v* | "1.0.0" | correct it, or remove the key',
      [released, { release: "1.0.0" }],
      [released, { release: "v1.0.0" }],
    ],
    [
      "a kept tag that no image can carry, in ECR (user pain 19)",
      'slipway:retention.keepTags | tags that an image of this stack can carry: latest, stable | "stabel" | correct or remove it; its lifecycle rule would match nothing',
      [[tagged(fixed("stable"))], keeping("latest", "stabel")],
      [[image({ tags: [fixed("main")] })], {}, ghcr],
    ],
    [
      "a repository with more moving tags than ECR excludes from immutability",
      "systems/shop, repository shop, tags | at most 5 moving tags while slipway:tagMutability is immutable (ECR's limit) | latest, b, c, d, e, f | remove moving tags, or set slipway:tagMutability to mutable",
      [[moving("b", "c", "d", "e", "f")], immutable],
      [[moving("b", "c", "d", "e")], immutable],
    ],
    [
      "tags that move under names unknown beforehand, where ECR is to be immutable",
      "systems/shop, repository shop, tags | moving tags with known names while slipway:tagMutability is immutable | the name of the default branch | remove its rule, or set slipway:tagMutability to mutable",
      [[branch], immutable],
      [[branch]],
    ],
    [
      "tags in ECR that a lifecycle rule would take for releases",
      "systems/shop, repository shop, tags | tags that ECR's pattern for releases, v*, does not match | the name of any branch | remove one of the two rules, tag only the default branch, or narrow releaseTags",
      [[ambiguous]],
      [[ambiguous], {}, ghcr],
    ],
    [
      "a base in a Docker engine that another builder is to build on",
      "slipway:builders, shop/app | the builder of its base, because only Docker's own engine can read its images | remote, and default for the base | use the same builder for both, or Docker's own engine for neither",
      [based, onRemote("default")],
      [based, onRemote("other")],
    ],
    [
      "an image that is to be built for none of its platforms",
      "slipway:registry.platforms | a platform of shop/app: linux/amd64 | none of them | add it, or remove shop from slipway:checkouts",
      [[image()], arm],
      [[image()], { ...arm, checkouts: {} }],
    ],
  ] satisfies [string, string, Given, Given][]) {
    it(`names ${what}`, () => {
      const told = [given, fine].map((one: Given) => found(...one).map((each) => each.join(" | ")));
      assert.deepEqual(told, [[problem], []]);
    });
  }

  it("names a filter for release tags that GitHub cannot read, or that matches nothing", () => {
    for (const releaseTags of ["v[", "!v*", ""]) {
      const [[where, , value] = []] = found([image()], {}, { releaseTags });
      assert.deepEqual([where, value], ["systems/shop, releaseTags", JSON.stringify(releaseTags)]);
    }
  });

  it("names a system that stands twice once, and not what follows from it", () => {
    const [where, expected, fix] = ["systems, names", "one system per name", "rename one of them"];
    const twice = { where, expected, found: '"shop" 2 times', fix };
    assert.deepEqual(problemsOf(configuration, [system(), system()]), [twice]);
  });

  it("looks only at the systems of the stack", () => {
    assert.deepEqual(found([image({ repository: "No" })], { systems: [], ...keeping() }), []);
  });
});
