import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ownFiles } from "../systems/slipway/index.js";
import { configurationPage, withConfigSection } from "../src/configuration/pulumi-yaml.js";

// `npm run generate`: writes what follows from the keys, and Slipway's own workflow files.
// tests/src/configuration/pulumi-yaml.test.ts and tests/systems/slipway/own-workflow.test.ts fail while it is not done.
writeFileSync("Pulumi.yaml", withConfigSection(readFileSync("Pulumi.yaml", "utf8")));
writeFileSync("docs/configuration.md", configurationPage());
for (const [file, text] of Object.entries(ownFiles)) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
