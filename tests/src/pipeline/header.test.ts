import assert from "node:assert/strict";
import { header, isMade, isMadeFor } from "../../../src/pipeline/header.js";

describe("the header of a made file", () => {
  const [first = "", second] = header("shop");

  it("says how to make the file again; Slipway's own files are made in place", () => {
    assert.equal(second, "then run `npx slipway render shop --out DIR`.");
    assert.equal(header("slipway")[1], "then run `npm run generate`.");
  });

  it("tells made files from others, and those of one system from those of another", () => {
    assert.ok(isMade(`# ${first}`) && isMadeFor("shop", `# ${first}`));
    assert.ok(!isMadeFor("sho", `# ${first}`) && !isMade(`#!/bin/sh\n# ${first}`));
  });
});
