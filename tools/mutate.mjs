import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Stryker } from "@stryker-mutator/core";

// `npm run mutate -- FOLDER [TESTS…]`: changes the sources in FOLDER, one expression at a time, and lists the changes
// that no test notices. It runs the tests at the same path under tests/, and those that TESTS (globs) names.
const [folder, ...tests] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Usage: npm run mutate -- FOLDER [TESTS…], for example: npm run mutate -- src/plan");
  process.exit(2);
}

// Stryker's own copy cannot hold links to folders, of which samples have one, so it works in place in this one.
const home = process.cwd();
const copy = mkdtempSync(path.join(tmpdir(), "slipway-mutation-"));
const leftOut = [".git", ".slipway", "node_modules"].map((name) => path.join(home, name));
cpSync(home, copy, {
  recursive: true,
  verbatimSymlinks: true,
  filter: (source) => !leftOut.includes(source),
});
symlinkSync(path.join(home, "node_modules"), path.join(copy, "node_modules"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
process.chdir(copy);

await new Stryker({
  inPlace: true,
  mutate: [`${folder}/**/*.ts`],
  testRunner: "mocha",
  mochaOptions: {
    "no-config": true,
    require: ["tsx/cjs", "./tests/setup.ts"],
    spec: [`tests/${folder}/**/*.test.ts`, ...tests],
  },
  coverageAnalysis: "perTest",
  // A change of what runs when a file is loaded would need a new process with all tests loaded anew.
  ignoreStatic: true,
  concurrency: 1,
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: path.join(home, ".slipway/mutation", `${folder.replaceAll("/", "-")}.json`) },
  clearTextReporter: { logTests: false, reportTests: false },
}).runMutationTest();
