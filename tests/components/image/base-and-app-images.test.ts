import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { BaseAndAppImages } from "../../../components/image/base-and-app-images.js";
import { buildsOf } from "../builds.js";
import { inputsOf, settled, useMocks, valueOf, type Registered } from "../mocks.js";

const DIGEST = "sha256:" + "d".repeat(64);
const EPOCH = "315532800";
const registry = { host: pulumi.output("registry.example"), logins: [] };
const labels = (title: string, image: string) => ({
  "dev.slipway.content": `${image}-content`,
  "org.opencontainers.image.source": "https://github.com/Acme/Shop",
  "org.opencontainers.image.title": title,
  "org.opencontainers.image.created": "1980-01-01T00:00:00.000Z",
});

describe("BaseAndAppImages", () => {
  let registered: Registered[];
  beforeEach(async () => {
    registered = await useMocks();
  });
  const imageInputs = (name: string) => inputsOf(registered)[`Image ${name}`];
  const declare = async (overrides = {}) => {
    const builds = buildsOf(overrides);
    const images = new BaseAndAppImages("shop-base", {
      base: builds.find(({ image }) => image.spec.id === "base"),
      apps: builds.filter(({ image }) => image.spec.id === "app"),
      registry,
    });
    await settled();
    return images;
  };

  describe("on any builder", () => {
    beforeEach(() => declare({ builder: "cloud-acme" }));

    it("keeps the base as an OCI layout and pushes nothing there", () => {
      assert.deepEqual(imageInputs("shop-base-local"), {
        context: { location: ".slipway/test/contexts/shop/base/context", named: {} },
        dockerfile: { location: ".slipway/test/contexts/shop/base/Dockerfile" },
        platforms: ["linux/amd64"],
        buildArgs: { TOOLCHAIN: "rust:1.87", SOURCE_DATE_EPOCH: EPOCH },
        labels: labels("shop-base", "base"),
        builder: { name: "cloud-acme" },
        buildOnPreview: false,
        network: "default",
        push: false,
        exports: [{ raw: "type=oci,dest=.slipway/test/layouts/shop/base,tar=false,rewrite-timestamp=true" }],
      });
    });

    it("publishes the base from the same inputs, tied to what was kept", () => {
      assert.deepEqual(imageInputs("shop-base"), {
        context: { location: ".slipway/test/contexts/shop/base/context", named: {} },
        dockerfile: { location: ".slipway/test/contexts/shop/base/Dockerfile" },
        platforms: ["linux/amd64"],
        buildArgs: { TOOLCHAIN: "rust:1.87", SLIPWAY_BASE_DIGEST: DIGEST, SOURCE_DATE_EPOCH: EPOCH },
        labels: labels("shop-base", "base"),
        builder: { name: "cloud-acme" },
        buildOnPreview: false,
        network: "default",
        tags: ["registry.example/shop-base:latest"],
        push: false,
        exports: [{ raw: "type=image,push=true,rewrite-timestamp=true" }],
        registries: [],
      });
    });

    it("builds the application on exactly the base's digest, never on a registry's (D4, D15)", () => {
      assert.deepEqual(imageInputs("shop-app"), {
        context: {
          location: ".slipway/test/contexts/shop/app/context",
          named: {
            "shop-base:latest": { location: `oci-layout://.slipway/test/layouts/shop/base@${DIGEST}` },
          },
        },
        dockerfile: { location: ".slipway/test/contexts/shop/app/Dockerfile" },
        platforms: ["linux/amd64"],
        buildArgs: { BUILD_VERSION: "app-identity", SOURCE_DATE_EPOCH: EPOCH },
        labels: labels("shop", "app"),
        builder: { name: "cloud-acme" },
        buildOnPreview: false,
        network: "default",
        tags: ["registry.example/shop:latest"],
        push: false,
        exports: [{ raw: "type=image,push=true,rewrite-timestamp=true" }],
        registries: [],
      });
    });
  });

  it("uses Docker's own image store on its own builder, which its plugin drives", async () => {
    await declare({ builder: "default" });
    const base = imageInputs("shop-base-local");
    assert.deepEqual(
      [base?.["tags"], base?.["exports"], base?.["exec"]],
      [["shop-base:latest"], [{ raw: "type=docker" }], true],
    );
    const app = imageInputs("shop-app");
    assert.deepEqual(app?.["exports"], [{ raw: "type=image,push=true" }]);
    assert.deepEqual(app["context"], { location: ".slipway/test/contexts/shop/app/context", named: {} });
    assert.deepEqual(app["buildArgs"], {
      BUILD_VERSION: "app-identity",
      SLIPWAY_BASE_DIGEST: DIGEST,
      SOURCE_DATE_EPOCH: EPOCH,
    });
  });

  it("builds a base anew that was lost from Docker's store: another version is another argument", async () => {
    const [base] = buildsOf({ builder: "default" });
    assert.ok(base?.kept);
    for (const version of [1, 2]) {
      const kept = { ...base.kept, record: { ...base.kept.record, version } };
      new BaseAndAppImages(`v${version}`, { base: { ...base, kept }, apps: [], registry });
    }
    await settled();
    const generations = registered
      .filter(({ name }) => name === "shop-base-local")
      .flatMap(({ inputs }) =>
        "buildArgs" in inputs ? [inputs["buildArgs"] as Record<string, string>] : [],
      );
    assert.deepEqual(
      generations.map(({ SLIPWAY_BASE_GENERATION }) => SLIPWAY_BASE_GENERATION),
      [undefined, "2"],
    );
  });

  it("builds on a base that lies in Docker's store, which marks no version of it", async () => {
    await declare({ builder: "default", bases: "existing" });
    assert.deepEqual(imageInputs("shop-app")?.["buildArgs"], {
      BUILD_VERSION: "app-identity",
      SOURCE_DATE_EPOCH: EPOCH,
    });
  });

  it("builds on a base that is there already, and builds no base", async () => {
    const { images } = await declare({ builder: "remote", bases: "existing" });
    assert.deepEqual([...images.keys()], ["app"]);
    assert.deepEqual((imageInputs("shop-app")?.["context"] as { named: unknown }).named, {
      "shop-base:latest": { location: "oci-layout://.slipway/test/layouts/shop/base@sha256:there" },
    });
  });

  it("names each image by its first tag, and by digest", async () => {
    const { images } = await declare({ builder: "remote" });
    const app = images.get("app");
    assert.ok(app);
    assert.equal(await valueOf(app.reference), "registry.example/shop:latest");
    assert.equal(await valueOf(app.digest), DIGEST);
  });

  it("keeps the build cache in the form ECR takes (user pain 21)", async () => {
    await declare({ builder: "remote", buildCache: "registry" });
    const reference = "type=registry,ref=registry.example/shop:buildcache";
    assert.deepEqual(imageInputs("shop-app")?.["cacheFrom"], [{ raw: reference }]);
    assert.deepEqual(imageInputs("shop-app")?.["cacheTo"], [
      { raw: `${reference},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true` },
    ]);
  });

  it("pushes with the registry's login, as a secret", async () => {
    const builds = buildsOf();
    const password = pulumi.secret("token");
    new BaseAndAppImages("shop-base", {
      base: undefined,
      apps: builds.filter(({ image }) => image.spec.id === "app"),
      registry: { host: registry.host, logins: [{ address: "registry.example", username: "AWS", password }] },
    });
    await settled();
    const logins = imageInputs("shop-app")?.["registries"];
    assert.ok(pulumi.runtime.isRpcSecret(logins));
    assert.deepEqual(pulumi.runtime.unwrapRpcSecret(logins), [
      { address: "registry.example", username: "AWS", password: "token" },
    ]);
  });
});
