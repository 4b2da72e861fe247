import { run } from "../../src/cli/command-line.js";
import { fixtureCatalogue, fixtureFolder } from "./index.js";

// The command on the made-up systems: `tsx tests/fixture-catalogue/slipway.ts plan dev`.
void run(process.argv.slice(2), { catalogue: fixtureCatalogue, folder: fixtureFolder });
