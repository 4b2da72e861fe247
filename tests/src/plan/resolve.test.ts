import assert from "node:assert/strict";
import type { Platform } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import { resolve } from "../../../src/plan/resolve.js";
import { configuration, image, resolved, system } from "./fixtures.js";

const base = { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" };
const withBase = system({
  images: [image({ base }), image({ id: "base", repository: "shop-base" })],
});

describe("resolve", () => {
  it("resolves one repository and one build for an image, everything by value", () => {
    const { name, repository, host, repositories, builds, roles } = resolved();
    assert.deepEqual(
      { name, repository, host, repositories, builds, roles },
      {
        name: "shop",
        repository: { owner: "Acme", name: "Shop" },
        host: { kind: "ecr", region: "eu-west-1" },
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
            spec: {
              id: "app",
              repository: "shop",
              tags: [{ kind: "fixed", tag: "latest" }],
              context: ".",
              dockerfile: "Dockerfile",
              target: undefined,
              platforms: ["linux/amd64"],
              buildArgs: {},
              versionArgs: [],
              variableArgs: {},
              sourceVersionArg: undefined,
              labels: {
                "org.opencontainers.image.source": "https://github.com/Acme/Shop",
                "org.opencontainers.image.title": "shop",
                "org.opencontainers.image.created": "1980-01-01T00:00:00.000Z",
              },
              base: undefined,
            },
            repository: "shop",
            tagClasses: [{ kind: "moving", tag: "latest" }],
            tags: ["latest"],
            immutableTags: [],
            platforms: ["linux/amd64"],
            builder: { kind: "docker-engine", name: "default" },
            base: undefined,
            baseSource: undefined,
            cacheTag: undefined,
            stage: ".slipway/test/contexts/shop/app",
          },
        ],
      },
    );
  });

  it("is frozen through and through", () => {
    const plan = resolved();
    assert.throws(() => {
      (plan.builds[0]?.tags as string[]).push("other");
    }, TypeError);
    assert.ok(Object.isFrozen(plan.repositories[0]?.lifecycle.rules));
  });

  it("puts a base before what is built on it", () => {
    assert.deepEqual(
      resolved(withBase).builds.map((build) => build.spec.id),
      ["base", "app"],
    );
  });

  it("hands a base over by OCI layout, and by the image store on Docker's own builder", () => {
    const source = (builder: string) => resolved(withBase, { builder }).builds[0]?.baseSource;
    assert.deepEqual(source("remote"), {
      kind: "oci-layout",
      name: "shop-base:latest",
      directory: ".slipway/test/layouts/shop/base",
    });
    assert.deepEqual(source("default"), { kind: "image-store", name: "shop-base:latest" });
  });

  it("builds each image where it is told to, and then hands the base over by OCI layout", () => {
    const { builds } = resolved(withBase, { builder: "small", builders: { "shop/base": "large" } });
    assert.deepEqual(
      builds.map(({ spec, builder, baseSource }) => [spec.id, builder.name, baseSource?.kind]),
      [
        ["base", "large", "oci-layout"],
        ["app", "small", undefined],
      ],
    );
    assert.equal(builds[1]?.base?.source.kind, "oci-layout");
  });

  it("builds no base where bases are taken as they are", () => {
    const { builds } = resolved(withBase, { bases: "existing" });
    assert.deepEqual(
      builds.map((build) => [build.spec.id, build.base?.built]),
      [["app", false]],
    );
  });

  it("declares no repositories for a local registry, and pushes there", () => {
    const plan = resolved(system(), { registry: { kind: "local", address: "localhost:5055" } });
    assert.deepEqual(plan.repositories, []);
    assert.deepEqual(plan.host, { kind: "known", host: "localhost:5055" });
  });

  it("builds for the platforms that a local registry is told of, and for all of an image's otherwise (P11)", () => {
    const both = system({ images: [image({ platforms: ["linux/amd64", "linux/arm64"] })] });
    const platforms = (chosen?: readonly Platform[]) =>
      resolved(both, { registry: { kind: "local", address: "localhost:5055", platforms: chosen } }).builds[0]
        ?.platforms;
    assert.deepEqual(platforms(["linux/arm64"]), ["linux/arm64"]);
    assert.deepEqual(platforms(["linux/arm64", "linux/amd64"]), ["linux/amd64", "linux/arm64"]);
    assert.deepEqual(platforms(), ["linux/amd64", "linux/arm64"]);
    assert.deepEqual(resolved(both).builds[0]?.platforms, ["linux/amd64", "linux/arm64"]);
  });

  it("publishes to GHCR under the owner in lower case", () => {
    const { host, builds } = resolved(system({ registry: "ghcr" }));
    assert.deepEqual([host, builds[0]?.repository], [{ kind: "known", host: "ghcr.io" }, "acme/shop"]);
  });

  it("takes versions from the stack where it names them, and from the catalogue otherwise", () => {
    const versioned = system({
      versions: { RUST: "1.87", RUNTIME: "cc" },
      images: [image({ versionArgs: ["RUST", "RUNTIME"], buildArgs: { FEATURES: "all" } })],
    });
    const { builds } = resolved(versioned, { versions: { shop: { RUST: "1.90" } } });
    assert.deepEqual(builds[0]?.spec.buildArgs, { FEATURES: "all", RUST: "1.90", RUNTIME: "cc" });
  });

  it("publishes a release beside the moving tags, and knows that it cannot be overwritten", () => {
    const released = system({
      images: [
        image({
          tags: [{ kind: "fixed", tag: "latest" }, { kind: "git-tag" }],
        }),
      ],
    });
    const { builds, repositories } = resolved(released, { release: "v1.0.0", tagMutability: "immutable" });
    assert.deepEqual(builds[0]?.tags, ["v1.0.0", "latest"]);
    assert.deepEqual(builds[0].immutableTags, ["v1.0.0"]);
    assert.deepEqual(repositories[0]?.mutability, { kind: "immutable", except: ["latest"] });
  });

  it("keeps the build cache mutable and out of reach of expiry", () => {
    const { repositories, builds } = resolved(system(), {
      buildCache: "registry",
      tagMutability: "immutable",
    });
    assert.deepEqual(repositories[0]?.mutability, { kind: "immutable", except: ["latest", "buildcache"] });
    assert.match(repositories[0].lifecycleInWords, /Keep the image tagged buildcache/);
    assert.equal(builds[0]?.cacheTag, "buildcache");
  });

  it("declares a repository once that two images share, with the tags of both", () => {
    const shared = system({
      images: [image({ id: "a" }), image({ id: "b", tags: [{ kind: "fixed", tag: "debug" }] })],
    });
    const { repositories } = resolved(shared, { tagMutability: "immutable" });
    assert.deepEqual(
      repositories.map(({ name, mutability }) => [name, mutability]),
      [["shop", { kind: "immutable", except: ["latest", "debug"] }]],
    );
  });

  it("lets other accounts pull and nothing else", () => {
    assert.deepEqual(resolved(system(), { pullAccounts: ["210987654321"] }).repositories[0]?.policy, {
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

  it("holds no absolute path and no time, so that two machines plan alike", () => {
    for (const builder of ["default", "remote"]) {
      const text = JSON.stringify(resolved(withBase, { builder }).builds);
      assert.ok(!text.includes(process.cwd()));
      assert.equal(text, JSON.stringify(resolved(withBase, { builder }).builds));
    }
  });

  it("makes the workflows with the stack's owner and versions", () => {
    const seen: unknown[] = [];
    const shop = system({
      versions: { BASE: "a:1", OTHER: "b:1" },
      images: [image({ versionArgs: ["BASE", "OTHER"] })],
      workflows: ([{ buildArgs, labels }]) => {
        seen.push(buildArgs, labels["org.opencontainers.image.source"]);
        return [];
      },
    });
    assert.deepEqual(resolved(shop, { versions: { shop: { BASE: "a:2" } } }).workflows, []);
    assert.deepEqual(seen, [{ BASE: "a:2", OTHER: "b:1" }, "https://github.com/Acme/Shop"]);
  });

  it("computes workflows when they are first read, and once", () => {
    let calls = 0;
    const counted = system({
      workflows: () => {
        calls++;
        return [];
      },
    });
    const subject = resolved(counted);
    assert.equal(calls, 0);
    assert.deepEqual([subject.workflows, subject.workflows], [[], []]);
    assert.equal(calls, 1);
  });

  it("leaves out a system of another stack, or one that lacks a field", () => {
    const names = (systems: System[]) =>
      resolve({ ...configuration, systems: ["shop", "blog"] }, systems).map(({ name }) => name);
    const { images, ...broken } = system({ name: "blog" });
    assert.deepEqual(names([system(), system({ name: "other" }), broken as System]), ["shop"]);
    assert.equal(images.length, 1);
  });
});
