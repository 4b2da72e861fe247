import { readFileSync, writeFileSync } from "node:fs";
import { configurationPage, withConfigSection } from "./pulumi-yaml.js";

// `npm run generate`: writes what follows from the keys. tests/config/pulumi-yaml.test.ts fails while it is not done.
writeFileSync("Pulumi.yaml", withConfigSection(readFileSync("Pulumi.yaml", "utf8")));
writeFileSync("docs/configuration.md", configurationPage());
