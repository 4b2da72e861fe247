import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { configurationPage, withConfigSection } from "../../../src/configuration/pulumi-yaml.js";

const fix = "run `npm run generate` and read the difference";

describe("what follows from the keys", () => {
  it("stands in Pulumi.yaml, each key with its default and description", () => {
    const text = readFileSync("Pulumi.yaml", "utf8");
    assert.equal(text, withConfigSection(text), fix);
  });

  it("stands in docs/configuration.md", () => {
    assert.equal(readFileSync("docs/configuration.md", "utf8"), configurationPage(), fix);
  });
});
