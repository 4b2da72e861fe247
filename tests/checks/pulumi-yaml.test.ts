import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { pulumiYamlConfig } from "../../checks/pulumi-yaml.js";

describe("Pulumi.yaml", () => {
  it("declares every key with the default and description of the schema, and no other", () => {
    const project = parse(readFileSync("Pulumi.yaml", "utf8")) as { config: unknown };
    assert.deepEqual(project.config, pulumiYamlConfig());
  });
});
