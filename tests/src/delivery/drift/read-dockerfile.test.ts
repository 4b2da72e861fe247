import assert from "node:assert/strict";
import { readDockerfile } from "../../../../src/delivery/drift/read-dockerfile.js";

describe("readDockerfile", () => {
  it("finds every name of an ARG that declares several, each with its default", () => {
    const { args } = readDockerfile("ARG A=1 B=two C\nFROM scratch\nARG D\n");
    assert.deepEqual(Object.fromEntries(args), { A: "1", B: "two", C: null, D: null });
  });

  it("names stages as BuildKit compares them, and bases by the defaults of their arguments", () => {
    const { stages, bases } = readDockerfile(
      "ARG A=debian:12\nFROM ${A} AS Builder\nFROM $A\nFROM rust:${A}\n",
    );
    assert.deepEqual([...stages], ["builder", "0", "1", "2"]);
    assert.deepEqual([...bases], ["debian:12", "rust:${A}"]);
  });
});
