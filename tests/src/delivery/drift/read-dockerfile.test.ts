import assert from "node:assert/strict";
import { readDockerfile } from "../../../../src/delivery/drift/read-dockerfile.js";

describe("readDockerfile", () => {
  it("finds every name of an ARG that declares several, each with its default", () => {
    const { args } = readDockerfile("ARG A=1 B=two C\nFROM scratch\nARG D\n");
    assert.deepEqual(
      args,
      new Map([
        ["A", "1"],
        ["B", "two"],
        ["C", null],
        ["D", null],
      ]),
    );
  });
});
