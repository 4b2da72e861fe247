import assert from "node:assert/strict";
import { MAX_BYTES } from "../../../../src/pipeline/divide.js";
import { renderWorkflow } from "../../../../src/pipeline/render.js";
import { problemsOf, workflow } from "../fixtures.js";

describe("a workflow file", () => {
  it("has at most 500,000 bytes, not characters", async () => {
    const frame = Buffer.byteLength(renderWorkflow(workflow({ name: "" }), "shop")) - '""'.length;
    const ofBytes = (bytes: number) => workflow({ name: "ü".repeat((bytes - frame) / 2) });
    const even = MAX_BYTES - ((MAX_BYTES - frame) % 2);
    assert.deepEqual(await problemsOf(ofBytes(even)), []);
    assert.deepEqual(await problemsOf(ofBytes(even + 2)), [
      [
        "systems/shop, ci.yml",
        "at most 500000 bytes (GitHub's limit)",
        `${even + 2} bytes`,
        "make it by divide() of src/pipeline/divide.ts, which divides the images among several files",
      ],
    ]);
  });
});
