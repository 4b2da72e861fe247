import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { buildInputs } from "../../../components/image/build-inputs.js";
import { RegistryImage } from "../../../components/image/registry-image.js";
import type { Registry } from "../../../components/image/registry-login.js";
import { buildsOf } from "../builds.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

const host = "registry.example";

describe("RegistryImage", () => {
  const declared = async (overrides: Parameters<typeof buildsOf>[0], logins: Registry["logins"] = []) => {
    const registered = await useMocks();
    const build = buildsOf(overrides).at(-1);
    assert.ok(build);
    new RegistryImage("app", { build, registry: { host: pulumi.output(host), logins } });
    await settled();
    return { build, inputs: inputsOf(registered)["Image app"] };
  };

  it("pushes under its tags, with the timestamps of its sources", async () => {
    const { build, inputs } = await declared({ builder: "cloud-acme" });
    assert.deepEqual(inputs, {
      ...buildInputs(build),
      network: "default",
      tags: [`${host}/shop:latest`],
      push: false,
      exports: [{ raw: "type=image,push=true,rewrite-timestamp=true" }],
      registries: [],
    });
  });

  it("keeps its timestamps on Docker's own builder, which takes no others", async () => {
    const { inputs } = await declared({ builder: "default" });
    assert.deepEqual(inputs?.["exports"], [{ raw: "type=image,push=true" }]);
  });

  it("keeps the build cache in the form ECR takes (user pain 21)", async () => {
    const { inputs } = await declared({ builder: "remote", buildCache: "registry" });
    const reference = `type=registry,ref=${host}/shop:buildcache`;
    assert.deepEqual(inputs?.["cacheFrom"], [{ raw: reference }]);
    assert.deepEqual(inputs["cacheTo"], [
      { raw: `${reference},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true` },
    ]);
  });

  it("pushes with the registry's login, as a secret", async () => {
    const login = { address: host, username: "AWS", password: pulumi.secret("token") };
    const logins = (await declared({ builder: "remote" }, [login])).inputs?.["registries"];
    assert.ok(pulumi.runtime.isRpcSecret(logins));
    assert.deepEqual(pulumi.runtime.unwrapRpcSecret(logins), [{ ...login, password: "token" }]);
  });
});
