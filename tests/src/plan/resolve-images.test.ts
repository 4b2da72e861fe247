import assert from "node:assert/strict";
import type { Platform } from "../../../src/catalogue/image.js";
import { image, local, resolved, system } from "./fixtures.js";

const base = { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" };
const withBase = system({ images: [image({ base }), image({ id: "base", repository: "shop-base" })] });

describe("resolveImages", () => {
  it("resolves an image by value", () => {
    assert.deepEqual(resolved().images, [
      {
        system: "shop",
        spec: {
          id: "app",
          repository: "shop",
          tags: [{ kind: "fixed", tag: "latest" }],
          context: ".",
          dockerfile: "Dockerfile",
          platforms: ["linux/amd64"],
          buildArgs: {},
          versionArgs: [],
          variableArgs: {},
          labels: {
            "org.opencontainers.image.source": "https://github.com/Acme/Shop",
            "org.opencontainers.image.title": "shop",
            "org.opencontainers.image.created": "1980-01-01T00:00:00.000Z",
          },
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
    ]);
  });

  it("hands a base over by OCI layout, and by the image store of the Docker engine that builds it", () => {
    const sources = (changes: object) =>
      resolved(withBase, changes).images.map((one) => {
        return `${one.builder.name}: ${(one.baseSource ?? one.base?.source)?.kind ?? ""}`;
      });
    assert.deepEqual(sources({ builder: "default" }), ["default: image-store", "default: image-store"]);
    const two = { builder: "small", builders: { "shop/base": "large" } };
    assert.deepEqual(sources(two), ["small: oci-layout", "large: oci-layout"]);
    const [app, below] = resolved(withBase, { builder: "remote", bases: "existing" }).images;
    const directory = ".slipway/test/layouts/shop/base";
    const source = { kind: "oci-layout", name: "shop-base:latest", directory };
    assert.deepEqual([app?.base, below?.baseSource], [{ ...base, built: false, source }, source]);
    assert.equal(resolved(withBase).images[0]?.base?.built, true);
  });

  it("builds for the platforms that a local registry is told of, and for all of an image's otherwise (P11)", () => {
    const all: readonly Platform[] = ["linux/amd64", "linux/arm64"];
    const both = system({ images: [image({ platforms: ["linux/amd64", "linux/arm64"] })] });
    const platforms = (chosen?: readonly Platform[]) =>
      resolved(both, { registry: { ...local.registry, platforms: chosen } }).images[0]?.platforms;
    assert.deepEqual(platforms(["linux/arm64"]), ["linux/arm64"]);
    assert.deepEqual(
      [platforms(all.toReversed()), platforms(), resolved(both).images[0]?.platforms],
      [all, all, all],
    );
  });

  it("publishes to GHCR under the owner in lower case", () => {
    const ghcr = system({ registry: "ghcr" });
    assert.equal(resolved(ghcr).images[0]?.repository, "acme/shop");
    assert.equal(resolved(ghcr, local).images[0]?.repository, "shop");
  });

  it("takes versions from the stack where it names them, and from the catalogue otherwise", () => {
    const versioned = system({
      versions: { RUST: "1.87", RUNTIME: "cc" },
      images: [image({ versionArgs: ["RUST", "RUNTIME"], buildArgs: { FEATURES: "all" } })],
    });
    const { images } = resolved(versioned, { versions: { shop: { RUST: "1.90" } } });
    assert.deepEqual(images[0]?.spec.buildArgs, { FEATURES: "all", RUST: "1.90", RUNTIME: "cc" });
  });

  it("publishes a release beside the moving tags, and knows that it cannot be overwritten", () => {
    const released = system({
      images: [image({ tags: [{ kind: "fixed", tag: "latest" }, { kind: "git-tag" }] })],
    });
    const [only] = resolved(released, { release: "v1.0.0", tagMutability: "immutable" }).images;
    assert.deepEqual([only?.tags, only?.immutableTags], [["v1.0.0", "latest"], ["v1.0.0"]]);
  });

  it("holds no absolute path, so that two machines plan alike", () => {
    assert.ok(!JSON.stringify(resolved(withBase, { builder: "remote" }).images).includes(process.cwd()));
  });
});
