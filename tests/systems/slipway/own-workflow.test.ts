import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { expressionReader } from "../../../src/pipeline/expression-reader.js";
import { requiredChecks } from "../../../src/plan/settings/required-checks.js";
import { ownFiles, ownWorkflow } from "../../../systems/slipway/index.js";

describe("Slipway's own workflow files", () => {
  for (const [file, text] of Object.entries(ownFiles)) {
    it(`${file} is as systems/slipway/ says`, () => {
      assert.equal(
        readFileSync(file, "utf8"),
        text,
        `${file} is out of step: run \`npm run generate\` and read the difference`,
      );
    });
  }

  const scripts = (id: string): string[] =>
    ownWorkflow.jobs[id]?.steps.flatMap((step) => ("run" in step ? step.run.trimEnd().split("\n") : [])) ??
    [];

  it("run everything that .ci/run does", () => {
    const commands = readFileSync(".ci/run", "utf8").match(/^npm .*$/gm) ?? [];
    // `npm cit` is the first two in one.
    const run = Object.keys(ownWorkflow.jobs)
      .flatMap(scripts)
      .join("\n")
      .replace("npm cit", "npm ci\nnpm test");
    assert.deepEqual(
      commands.filter((command) => !run.includes(command)),
      [],
    );
    assert.equal(commands.length, 4);
  });

  it("grant no job more than reading the sources, and read no secret", () => {
    for (const job of Object.values(ownWorkflow.jobs)) {
      assert.deepEqual(Object.keys(job.permissions), ["contents"]);
      assert.equal(job.permissions.contents?.access, "read");
    }
    assert.equal(JSON.stringify(ownWorkflow).includes("secrets."), false);
  });

  it("let a pull request wait for all but the end-to-end tests", async () => {
    assert.deepEqual(requiredChecks([ownWorkflow], "main", await expressionReader()).required, [
      "Test on Node 20",
      "Test on Node 22",
      "Test on Node 24",
      "Check",
      "Preview stack local",
    ]);
  });
});
