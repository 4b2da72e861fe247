import assert from "node:assert/strict";
import fc from "fast-check";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { makePlan } from "../../../src/plan/make-plan.js";
import type { Platform } from "../../../src/catalogue/system.js";
import { configuration, image, system } from "./fixtures.js";

const base = { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" };
const withBase = system({
  images: [image({ base }), image({ id: "base", repository: "shop-base" })],
});

function planOf(overrides: Partial<Configuration> = {}, subject = system()) {
  const [plan] = makePlan({ ...configuration, ...overrides }, [subject], "dev").systems;
  assert.ok(plan);
  return plan;
}

describe("makePlan", () => {
  it("plans one repository and one build for an image, everything by value", () => {
    assert.deepEqual(planOf(), {
      name: "shop",
      repositories: [
        {
          name: "shop",
          mutability: { kind: "mutable" },
          lifecycle: {
            rules: [
              {
                rulePriority: 1,
                description: "Keep the image tagged latest",
                selection: {
                  tagStatus: "tagged",
                  tagPatternList: ["latest"],
                  countType: "imageCountMoreThan",
                  countNumber: 1,
                },
                action: { type: "expire" },
              },
              {
                rulePriority: 2,
                description: "Expire images older than 30 days",
                selection: {
                  tagStatus: "any",
                  countType: "sinceImagePushed",
                  countUnit: "days",
                  countNumber: 30,
                },
                action: { type: "expire" },
              },
            ],
          },
          lifecycleInWords: "Keep the image tagged latest; Expire images older than 30 days.",
          policy: undefined,
          forceDelete: false,
          protect: false,
        },
      ],
      roles: [],
      builds: [
        {
          system: "shop",
          image: "app",
          host: { kind: "ecr", region: "eu-west-1" },
          repository: "shop",
          tags: ["latest"],
          immutableTags: [],
          sources: { checkout: "../shop", context: ".", dockerfile: "Dockerfile" },
          stage: ".slipway/dev/contexts/shop/app",
          platforms: ["linux/amd64"],
          target: undefined,
          buildArgs: {},
          sourceVersionArg: undefined,
          labels: {
            "org.opencontainers.image.source": "https://github.com/Acme/Shop",
            "org.opencontainers.image.title": "shop",
            "org.opencontainers.image.created": "1980-01-01T00:00:00.000Z",
          },
          builder: { kind: "docker-engine", name: "default" },
          base: undefined,
          handover: undefined,
          cacheTag: undefined,
        },
      ],
    });
  });

  it("is frozen through and through", () => {
    const plan = planOf();
    assert.throws(() => {
      (plan.builds[0]?.tags as string[]).push("other");
    }, TypeError);
    assert.ok(Object.isFrozen(plan.repositories[0]?.lifecycle.rules));
  });

  it("puts a base before what is built on it", () => {
    assert.deepEqual(
      planOf({}, withBase).builds.map((build) => build.image),
      ["base", "app"],
    );
  });

  it("hands a base over by OCI layout, and by the image store on Docker's own builder", () => {
    const handover = (builder: string) => planOf({ builder }, withBase).builds[0]?.handover;
    assert.deepEqual(handover("remote"), {
      kind: "oci-layout",
      name: "shop-base:latest",
      directory: ".slipway/dev/layouts/shop/base",
    });
    assert.deepEqual(handover("default"), { kind: "image-store", name: "shop-base:latest" });
  });

  it("builds each image where it is told to, and then hands the base over by OCI layout", () => {
    const { builds } = planOf({ builder: "small", builders: { "shop/base": "large" } }, withBase);
    assert.deepEqual(
      builds.map(({ image, builder, handover }) => [image, builder.name, handover?.kind]),
      [
        ["base", "large", "oci-layout"],
        ["app", "small", undefined],
      ],
    );
    assert.equal(builds[1]?.base?.handover.kind, "oci-layout");
  });

  it("builds no base where bases are taken as they are", () => {
    const { builds } = planOf({ bases: "existing" }, withBase);
    assert.deepEqual(
      builds.map((build) => [build.image, build.base?.built]),
      [["app", false]],
    );
  });

  it("builds nothing where no sources are named, and says so", () => {
    const plan = makePlan({ ...configuration, checkouts: {} }, [system()], "dev");
    assert.deepEqual(plan.systems[0]?.builds, []);
    assert.match(plan.toDo[0] ?? "", /No images of shop are built by this stack/);
  });

  it("declares no repositories for a local registry, and pushes there", () => {
    const plan = planOf({ registry: { kind: "local", address: "localhost:5055" } });
    assert.deepEqual(plan.repositories, []);
    assert.deepEqual(plan.builds[0]?.host, { kind: "known", host: "localhost:5055" });
  });

  it("builds for the platforms that a local registry is told of, and for all of an image's otherwise (P11)", () => {
    const both = system({ images: [image({ platforms: ["linux/amd64", "linux/arm64"] })] });
    const platforms = (chosen?: readonly Platform[]) =>
      planOf({ registry: { kind: "local", address: "localhost:5055", platforms: chosen } }, both).builds[0]
        ?.platforms;
    assert.deepEqual(platforms(["linux/arm64"]), ["linux/arm64"]);
    assert.deepEqual(platforms(["linux/arm64", "linux/amd64"]), ["linux/amd64", "linux/arm64"]);
    assert.deepEqual(platforms(), ["linux/amd64", "linux/arm64"]);
    assert.deepEqual(planOf({}, both).builds[0]?.platforms, ["linux/amd64", "linux/arm64"]);
  });

  it("publishes to GHCR under the owner in lower case", () => {
    const [build] = planOf({}, system({ registry: "ghcr" })).builds;
    assert.deepEqual([build?.host, build?.repository], [{ kind: "known", host: "ghcr.io" }, "acme/shop"]);
  });

  it("takes versions from the stack where it names them, and from the catalogue otherwise", () => {
    const versioned = system({
      versions: { RUST: "1.87", RUNTIME: "cc" },
      images: [image({ versionArgs: ["RUST", "RUNTIME"], buildArgs: { FEATURES: "all" } })],
    });
    const { builds } = planOf({ versions: { shop: { RUST: "1.90" } } }, versioned);
    assert.deepEqual(builds[0]?.buildArgs, { FEATURES: "all", RUST: "1.90", RUNTIME: "cc" });
  });

  it("publishes a release beside the moving tags, and knows that it cannot be overwritten", () => {
    const released = system({
      images: [
        image({
          tags: [{ kind: "fixed", tag: "latest" }, { kind: "git-tag" }],
        }),
      ],
    });
    const { builds, repositories } = planOf({ release: "v1.0.0", tagMutability: "immutable" }, released);
    assert.deepEqual(builds[0]?.tags, ["v1.0.0", "latest"]);
    assert.deepEqual(builds[0].immutableTags, ["v1.0.0"]);
    assert.deepEqual(repositories[0]?.mutability, { kind: "immutable", except: ["latest"] });
  });

  it("builds no image that a desk has no tag for, and says so", () => {
    const untagged = system({
      images: [image({ tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }] })],
    });
    const { systems, toDo } = makePlan(configuration, [untagged], "dev");
    assert.deepEqual(systems[0]?.builds, []);
    assert.equal(
      toDo[0],
      "shop/app is not built by this stack, because its tags name branches, commits and releases: name a release in slipway:release, or leave it to its CI.",
    );
    assert.deepEqual(planOf({ release: "v1.0.0" }, untagged).builds[0]?.tags, ["v1.0.0"]);
  });

  it("keeps the build cache mutable and out of reach of expiry", () => {
    const { repositories, builds } = planOf({ buildCache: "registry", tagMutability: "immutable" });
    assert.deepEqual(repositories[0]?.mutability, { kind: "immutable", except: ["latest", "buildcache"] });
    assert.match(repositories[0].lifecycleInWords, /Keep the image tagged buildcache/);
    assert.equal(builds[0]?.cacheTag, "buildcache");
  });

  it("declares a repository once that two images share, with the tags of both", () => {
    const shared = system({
      images: [image({ id: "a" }), image({ id: "b", tags: [{ kind: "fixed", tag: "debug" }] })],
    });
    const { repositories } = planOf({ tagMutability: "immutable" }, shared);
    assert.deepEqual(
      repositories.map(({ name, mutability }) => [name, mutability]),
      [["shop", { kind: "immutable", except: ["latest", "debug"] }]],
    );
  });

  it("can refuse a destroy only where it owns repositories", () => {
    const isProtected = (changes: Partial<Configuration>, subject = system()) =>
      makePlan({ ...configuration, ...changes }, [subject], "dev").isProtected;
    assert.equal(isProtected({ protect: true }), true);
    assert.equal(isProtected({ protect: false }), false);
    assert.equal(isProtected({ protect: true }, system({ registry: "ghcr" })), undefined);
    assert.equal(
      isProtected({ protect: true, registry: { kind: "local", address: "localhost:1" } }),
      undefined,
    );
  });

  it("lets other accounts pull and nothing else", () => {
    assert.deepEqual(planOf({ pullAccounts: ["210987654321"] }).repositories[0]?.policy, {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PullFromNamedAccounts",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::210987654321:root"] },
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        },
      ],
    });
  });

  it("holds no absolute path and no time, so that two machines plan alike (property)", () => {
    fc.assert(
      fc.property(fc.constantFrom("default", "remote"), fc.boolean(), (builder, cached) => {
        const settings = { builder, buildCache: cached ? ("registry" as const) : ("off" as const) };
        const text = JSON.stringify(planOf(settings, withBase));
        assert.ok(!text.includes(process.cwd()));
        assert.equal(text, JSON.stringify(planOf(settings, withBase)));
      }),
    );
  });
});
