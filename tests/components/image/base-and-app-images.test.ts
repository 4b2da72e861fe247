import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { BaseAndAppImages } from "../../../components/image/base-and-app-images.js";
import { buildsOf } from "../builds.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

const DIGEST = "sha256:" + "d".repeat(64);
const registry = { host: pulumi.output("registry.example"), logins: [] };

describe("BaseAndAppImages", () => {
  /** The images of a stack of a base and an application, and what each image's build is given. */
  const declared = async (overrides: Parameters<typeof buildsOf>[0]) => {
    const registered = await useMocks();
    const builds = buildsOf(overrides);
    const base = builds.find(({ image }) => image.spec.id === "base");
    const apps = builds.filter(({ image }) => image.spec.id === "app");
    const { images } = new BaseAndAppImages("shop-base", { base, apps, registry });
    await settled();
    const inputs = inputsOf(registered);
    const given = (name: string) => {
      const { buildArgs = {}, context } = inputs[`Image ${name}`] ?? {};
      const { SLIPWAY_BASE_DIGEST: digest } = buildArgs as Record<string, unknown>;
      return { digest, named: (context as { named: unknown } | undefined)?.named };
    };
    return { ids: [...images.keys()], given };
  };

  it("builds on exactly the base's digest, never on a registry's (D4, D15), and publishes just that base", async () => {
    const { ids, given } = await declared({ builder: "cloud-acme" });
    assert.deepEqual(ids, ["base", "app"]);
    const location = `oci-layout://.slipway/test/layouts/shop/base@${DIGEST}`;
    assert.deepEqual(given("shop-app"), { digest: undefined, named: { "shop-base:latest": { location } } });
    assert.deepEqual(given("shop-base-local"), { digest: undefined, named: {} });
    assert.deepEqual(given("shop-base"), { digest: DIGEST, named: {} });
  });

  it("marks the base's digest where Docker's own engine finds it by name", async () => {
    const { given } = await declared({ builder: "default" });
    assert.deepEqual(given("shop-app"), { digest: DIGEST, named: {} });
  });

  it("builds no base that is there already, but builds on it", async () => {
    const { ids, given } = await declared({ builder: "remote", bases: "existing" });
    assert.deepEqual(ids, ["app"]);
    const location = "oci-layout://.slipway/test/layouts/shop/base@sha256:there";
    assert.deepEqual(given("shop-app").named, { "shop-base:latest": { location } });
    const onEngine = await declared({ builder: "default", bases: "existing" });
    assert.deepEqual(onEngine.given("shop-app"), { digest: undefined, named: {} });
  });
});
