import assert from "node:assert/strict";
import { refuseProblems } from "../../../src/cli/refuse-problems.js";
import type { System } from "../../../src/catalogue/system.js";
import { job, workflow } from "../pipeline/fixtures.js";
import { image, resolved, system } from "../plan/fixtures.js";

const refuse = (subject: System) => refuseProblems([resolved(subject)], [subject]);

describe("refuseProblems", () => {
  it("passes what has nothing wrong", async () => {
    await refuse(system());
  });

  it("names what is wrong with an image, and else with a workflow", async () => {
    const bad = workflow({ jobs: { test: job({ needs: ["nobody"] }) } });
    const both = system({ images: [image({ repository: "Upper" })], workflows: () => [bad] });
    await assert.rejects(refuse(both), (error: Error) => {
      assert.match(error.message, /^1 problem in the catalogue; nothing was written\.\n\n.*repository\n/);
      return true;
    });
    await assert.rejects(refuse(system({ workflows: () => [bad] })), /ci\.yml, line 22/);
  });
});
