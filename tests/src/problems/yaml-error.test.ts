import assert from "node:assert/strict";
import { parse } from "yaml";
import { yamlError } from "../../../src/problems/yaml-error.js";

describe("yamlError", () => {
  it("keeps the first line of what the parser says, and shows nothing of the text", () => {
    assert.throws(
      () => parse("token: [secret\n"),
      (error) => {
        assert.match(yamlError(error), /^Flow sequence in block collection .* at line 2, column 1$/);
        return true;
      },
    );
    assert.equal(yamlError("lost"), "lost");
  });
});
