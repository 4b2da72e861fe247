import assert from "node:assert/strict";
import { problemsOf } from "../../../src/plan/catalogue-problems.js";
import { configuration, image, system } from "./fixtures.js";

function wheres(...args: Parameters<typeof problemsOf>): string[] {
  return problemsOf(...args).map(({ where }) => where);
}

describe("problemsOf", () => {
  it("says nothing else while a required field is missing", () => {
    const images = [Object.assign(image({ id: "A" }), { context: undefined })];
    assert.deepEqual(wheres(configuration, [system({ images })]), ["systems/shop, image A, context"]);
  });

  it("names an illegal repository", () => {
    assert.deepEqual(problemsOf(configuration, [system({ images: [image({ repository: "Shop" })] })]), [
      {
        where: "systems/shop, image app, repository",
        expected: "2 to 256 lower-case letters, digits and single . _ - between them",
        found: '"Shop"',
        fix: "rename it in the catalogue",
      },
    ]);
  });

  it("names an illegal tag", () => {
    const broken = image({ tags: [{ kind: "fixed", tag: "not a tag" }] });
    assert.deepEqual(
      wheres({ ...configuration, retention: { ...configuration.retention, keepTags: [] } }, [
        system({ images: [broken] }),
      ]),
      ["systems/shop, image app, tags"],
    );
  });

  it("names a base that is not there", () => {
    const orphan = image({ base: { image: "nothing", name: "x:latest", buildCommand: "./x" } });
    assert.deepEqual(wheres(configuration, [system({ images: [orphan] })]), [
      "systems/shop, image app, base",
    ]);
  });

  it("names a base that refers to itself", () => {
    const self = image({ base: { image: "app", name: "x:latest", buildCommand: "./x" } });
    const [problem] = problemsOf(configuration, [system({ images: [self] })]);
    assert.equal(problem?.found, "the image itself");
  });

  it("refuses a base on a base, and so every circle of bases", () => {
    const base = (id: string) => ({ image: id, name: `${id}:latest`, buildCommand: "./x" });
    const images = [
      image({ id: "a", repository: "aa" }),
      image({ id: "b", repository: "bb", base: base("a") }),
      image({ id: "c", repository: "cc", base: base("b") }),
    ];
    assert.deepEqual(wheres(configuration, [system({ images })]), ["systems/shop, image c, base"]);
  });

  it("names two images with one repository and tag, and who they are", () => {
    const images = [image({ id: "a" }), image({ id: "b" })];
    assert.deepEqual(problemsOf(configuration, [system({ images })]), [
      {
        where: "systems, reference shop:latest",
        expected: "one image per repository and tag",
        found: "shop/a and shop/b",
        fix: "give one of them another repository or tag",
      },
    ]);
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

  it("lets two images share a repository under different tags", () => {
    const images = [image({ id: "a" }), image({ id: "b", tags: [{ kind: "fixed", tag: "debug" }] })];
    assert.deepEqual(problemsOf(configuration, [system({ images })]), []);
  });

  it("names a release that no image takes", () => {
    assert.deepEqual(problemsOf({ ...configuration, release: "v1" }, [system()]), [
      {
        where: "slipway:release",
        expected: "no release, because no image of this stack has a release tag",
        found: '"v1"',
        fix: "correct it, or remove the key",
      },
    ]);
  });

  it("names a kept tag that no image can carry (user pain 19)", () => {
    const retention = { ...configuration.retention, keepTags: ["latest", "stabel"] };
    const images = [image({ tags: [...image().tags, { kind: "fixed", tag: "stable" }] })];
    assert.deepEqual(problemsOf({ ...configuration, retention }, [system({ images })]), [
      {
        where: "slipway:retention.keepTags",
        expected: "tags that an image of this stack can carry: latest, stable",
        found: '"stabel"',
        fix: "correct or remove it; its lifecycle rule would match nothing",
      },
    ]);
  });

  it("does not ask for kept tags of systems that are not in ECR", () => {
    const elsewhere = system({
      registry: "ghcr",
      images: [image({ tags: [{ kind: "fixed", tag: "main" }] })],
    });
    assert.deepEqual(problemsOf(configuration, [elsewhere]), []);
  });

  it("names a repository with more moving tags than ECR excludes from immutability", () => {
    const moving = (...names: string[]) => {
      const [first, ...more] = names.map((tag) => ({ kind: "fixed" as const, tag }));
      assert.ok(first);
      const subject = system({ images: [image({ tags: [first, ...more] })] });
      return problemsOf({ ...configuration, tagMutability: "immutable" }, [subject]);
    };
    assert.deepEqual(moving("latest", "b", "c", "d", "e"), []);
    assert.deepEqual(moving("latest", "b", "c", "d", "e", "f"), [
      {
        where: "systems/shop, repository shop, tags",
        expected: "at most 5 moving tags while slipway:tagMutability is immutable (ECR's limit)",
        found: "latest, b, c, d, e, f",
        fix: "remove moving tags, or set slipway:tagMutability to mutable",
      },
    ]);
  });

  it("names a filter for release tags that GitHub cannot read, or that matches nothing", () => {
    for (const releaseTags of ["v[", "!v*", ""])
      assert.deepEqual(problemsOf(configuration, [system({ releaseTags })]), [
        {
          where: "systems/shop, releaseTags",
          expected: "a GitHub filter pattern that matches something, such as v* or [0-9]+.[0-9]+.[0-9]+",
          found: JSON.stringify(releaseTags),
          fix: "correct it in the catalogue",
        },
      ]);
  });

  it("names a release that no system's filter takes", () => {
    const tags = [...image().tags, { kind: "git-tag" }] as const;
    const released = system({ images: [image({ id: "base", repository: "base" }), image({ tags })] });
    assert.deepEqual(problemsOf({ ...configuration, release: "v1.0.0" }, [released]), []);
    assert.deepEqual(problemsOf({ ...configuration, release: "1.0.0" }, [released]), [
      {
        where: "slipway:release",
        expected: "a git tag of the form v*",
        found: '"1.0.0"',
        fix: "correct it, or remove the key",
      },
    ]);
  });

  it("names two images that CI would push under one commit", () => {
    const sha = { kind: "sha", length: "short" } as const;
    const images = [
      image({ id: "a", tags: [{ kind: "fixed", tag: "a" }, sha] }),
      image({ id: "b", tags: [{ kind: "fixed", tag: "b" }, sha] }),
    ];
    const keepNone = { ...configuration, retention: { ...configuration.retention, keepTags: [] } };
    assert.deepEqual(wheres(keepNone, [system({ images })]), ["systems, reference shop:sha-*"]);
  });

  it("names tags in ECR that a lifecycle rule would take for releases", () => {
    const tags = [...image().tags, { kind: "git-tag" }, { kind: "branch", branches: "all" }] as const;
    assert.deepEqual(problemsOf(configuration, [system({ images: [image({ tags })] })]), [
      {
        where: "systems/shop, repository shop, tags",
        expected: "tags that ECR's pattern for releases, v*, does not match",
        found: "the name of any branch",
        fix: "remove one of the two rules, tag only the default branch, or narrow releaseTags",
      },
    ]);
    assert.deepEqual(
      problemsOf(configuration, [system({ registry: "ghcr", images: [image({ tags })] })]),
      [],
    );
  });

  it("names tags that move under names unknown beforehand, where ECR is to be immutable", () => {
    const tags = [...image().tags, { kind: "branch", branches: "default" }] as const;
    const subject = system({ images: [image({ tags })] });
    assert.deepEqual(problemsOf(configuration, [subject]), []);
    assert.deepEqual(problemsOf({ ...configuration, tagMutability: "immutable" }, [subject]), [
      {
        where: "systems/shop, repository shop, tags",
        expected: "moving tags with known names while slipway:tagMutability is immutable",
        found: "the name of the default branch",
        fix: "remove its rule, or set slipway:tagMutability to mutable",
      },
    ]);
  });

  it("names a base that a desk could publish under no tag", () => {
    const images = [
      image({ id: "base", repository: "shop-base", tags: [{ kind: "git-tag" }] }),
      image({ base: { image: "base", name: "x:latest", buildCommand: "./x" } }),
    ];
    assert.deepEqual(problemsOf(configuration, [system({ images })]), [
      {
        where: "systems/shop, image base, tags",
        expected: "a fixed tag on a base, so that every stack can publish it",
        found: "v*",
        fix: 'add { kind: "fixed", tag: "latest" }',
      },
    ]);
  });

  it("names a version argument without a default", () => {
    assert.deepEqual(wheres(configuration, [system({ images: [image({ versionArgs: ["RUST"] })] })]), [
      "systems/shop, image app, versionArgs",
    ]);
  });

  it("names a base in a Docker engine that another builder is to build on", () => {
    const base = { image: "base", name: "x:latest", buildCommand: "./x" };
    const images = [image({ id: "base", repository: "shop-base" }), image({ base })];
    const mixed = { ...configuration, builder: "remote", builders: { "shop/base": "default" } };
    assert.deepEqual(problemsOf(mixed, [system({ images })]), [
      {
        where: "slipway:builders, shop/app",
        expected: "the builder of its base, because only Docker's own engine can read its images",
        found: "remote, and default for the base",
        fix: "use the same builder for both, or Docker's own engine for neither",
      },
    ]);
    const remote = { ...mixed, builders: { "shop/base": "other" } };
    assert.deepEqual(wheres(remote, [system({ images })]), []);
  });

  it("names an image that is to be built for none of its platforms", () => {
    const registry = { kind: "local", address: "localhost:1", platforms: ["linux/arm64"] } as const;
    assert.deepEqual(problemsOf({ ...configuration, registry }, [system()]), [
      {
        where: "slipway:registry.platforms",
        expected: "a platform of shop/app: linux/amd64",
        found: "none of them",
        fix: "add it, or remove shop from slipway:checkouts",
      },
    ]);
    assert.deepEqual(problemsOf({ ...configuration, registry, checkouts: {} }, [system()]), []);
  });

  it("looks only at the systems of the stack", () => {
    assert.deepEqual(
      problemsOf({ ...configuration, systems: [], retention: { ...configuration.retention, keepTags: [] } }, [
        system({ images: [image({ repository: "No" })] }),
      ]),
      [],
    );
  });
});
