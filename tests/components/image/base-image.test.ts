import assert from "node:assert/strict";
import { BaseImage } from "../../../components/image/base-image.js";
import { buildInputs } from "../../../components/image/build-inputs.js";
import { buildsOf } from "../builds.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

describe("BaseImage", () => {
  /** The build of a base in that version of its layout, and what the provider is asked for. */
  const declared = async (builder: string, version = 1) => {
    const registered = await useMocks();
    const [build] = buildsOf({ builder });
    assert.ok(build?.kept);
    new BaseImage("base", { build, kept: { ...build.kept, record: { identity: "i", version } } });
    await settled();
    return { build, inputs: inputsOf(registered)["Image base"] };
  };

  it("is kept as an OCI layout and pushed nowhere", async () => {
    const { build, inputs } = await declared("cloud-acme");
    assert.deepEqual(inputs, {
      ...buildInputs(build),
      network: "default",
      push: false,
      exports: [{ raw: "type=oci,dest=.slipway/test/layouts/shop/base,tar=false,rewrite-timestamp=true" }],
    });
  });

  it("is kept in Docker's own store by its own builder", async () => {
    const { inputs } = await declared("default");
    const exports = [{ raw: "type=docker" }];
    assert.deepEqual([inputs?.["tags"], inputs?.["exports"]], [["shop-base:latest"], exports]);
  });

  it("is built anew where that lost it: another version is another argument", async () => {
    const first = (await declared("default", 1)).inputs?.["buildArgs"] as object;
    const second = (await declared("default", 2)).inputs?.["buildArgs"];
    assert.deepEqual(second, { ...first, SLIPWAY_BASE_GENERATION: "2" });
    assert.ok(!("SLIPWAY_BASE_GENERATION" in first));
  });
});
