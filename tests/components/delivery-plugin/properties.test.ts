import assert from "node:assert/strict";
import { deliveryOf, inputFailures, readState } from "../../../components/delivery-plugin/properties.js";
import { recordOf } from "../../../src/delivery/pull-request/record.js";
import { inputsFor, URN } from "./workbench.js";

const inputs = inputsFor({ Dockerfile: "FROM a\n" }, { replaceFiles: ["Makefile"] });

describe("the properties of the resource", () => {
  it("are refused by name where they are wrong", () => {
    assert.deepEqual(inputFailures(inputs), []);
    const wrong = { ...inputs, owner: "", files: { a: { content: 1 } }, extra: true };
    assert.deepEqual(
      inputFailures(wrong).map(({ property }) => property),
      ["owner", "files.a.content", "files.a.encoding", "files.a.executable", "files.a.source", "extra"],
    );
  });

  it("are read from a state that an older version wrote", () => {
    const { replaceFiles, ...older } = { ...inputs, adopt: ["x"], owned: [], pullRequest: "" };
    assert.deepEqual(readState(older), { ...inputs, replaceFiles: [], owned: [], pullRequest: "" });
    assert.equal(replaceFiles.length, 1);
  });

  it("make a delivery of the stack, which remembers what it asked for and owns", () => {
    const file = { content: "AP8=", encoding: "base64", executable: true, source: "a test" } as const;
    const olds = { ...inputs, owned: ["Dockerfile"], pullRequest: "" };
    const { files, memory, ...rest } = deliveryOf(URN, { ...inputs, files: { tool: file } }, olds);
    assert.deepEqual(rest, {
      target: { owner: "acme", repo: "shop" },
      system: "shop",
      stack: "slipway/test",
      replaceFiles: new Set(["Makefile"]),
    });
    const content = Buffer.from([0, 255]);
    assert.deepEqual(files, [{ path: "tool", content, executable: true, source: "a test" }]);
    assert.deepEqual(memory, {
      asked: recordOf(deliveryOf(URN, inputs, undefined).files),
      owned: new Set(["Dockerfile"]),
    });
  });
});
