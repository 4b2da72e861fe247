import { deepEqual, equal } from "node:assert/strict";
import { ggrsPlotOperator } from "../../../../systems/ggrs-plot-operator/index.js";
import { dispatch, pullRequest, pushTag, pushTo } from "../../workflows/events.js";
import { execute } from "../../workflows/execute.js";
import {
  actionsOf,
  buildsOf,
  commandsOf,
  inputsOf,
  jobsOf,
  namesOf,
  workflowFile,
} from "../../workflows/seen.js";

const IMAGE = "ghcr.io/tercen/ggrs_plot_operator";

describe("The GGRS plot operator's workflow, executed", () => {
  const workflow = workflowFile(ggrsPlotOperator, "ci.yml");

  for (const [what, happening, build] of [
    ["main: from the cache, which is written (G32)", pushTo("main"), "push ggrs_plot_operator:main kept"],
    ["a release: without any cache (G33)", pushTag("0.1.0"), "push ggrs_plot_operator:0.1.0 clean"],
  ] as const) {
    it(`tests, publishes and scans ${what}; no latest, no commit (G21, G30)`, async () => {
      const run = await execute(workflow, happening);
      deepEqual(jobsOf(run), ["docker", "scan", "test"]);
      deepEqual(buildsOf(run), { docker: [build] });
      const cached = actionsOf(run).some((action) => action.startsWith("actions/cache"));
      equal(cached, build.endsWith("kept"));

      // What was pushed is attested and scanned by digest, whatever its tag names by then (G29, G34).
      const [attested] = inputsOf(run, "actions/attest")["docker"] ?? [];
      const [scanned] = inputsOf(run, "aquasecurity/trivy-action")["scan"] ?? [];
      const digest = String(attested?.["subject-digest"]);
      equal(attested?.["subject-name"], IMAGE);
      equal(scanned?.["image-ref"], `${IMAGE}@${digest}`);
      equal(run.summary.includes(`Digest: \`${digest}\``), true);
      const [uploaded] = inputsOf(run, "github/codeql-action/upload-sarif")["scan"] ?? [];
      equal(uploaded?.["sarif_file"], scanned["output"]);
    });
  }

  for (const [what, happening] of [
    ["a push to another branch", pushTo("feature/x")],
    ["a pull request from a fork", pullRequest({ from: "fork" })],
    ["somebody's hand on another branch", dispatch("refs/heads/feature/x")],
  ] as const) {
    it(`only tests on ${what} (G21)`, async () => {
      const run = await execute(workflow, happening);
      deepEqual(jobsOf(run), ["test"]);
      equal(commandsOf(run, "cargo").length, 4);
      equal(actionsOf(run).includes("actions/cache/save"), happening.event.name === "push");
    });
  }

  it("publishes nothing when a test fails", async () => {
    const run = await execute(workflow, pushTo("main"), {
      play: (call) =>
        call.kind === "program" && call.args.includes("--doc") ? { exitCode: 101 } : undefined,
    });
    deepEqual(namesOf(run), ["test"]);
    equal(run.jobs[0]?.result, "failure");
  });
});
