import { deepEqual, equal } from "node:assert/strict";
import { ggrsPlotOperator } from "../../../../systems/ggrs-plot-operator/index.js";
import { dispatch, type Happening, pullRequest, pushTag, pushTo } from "../../workflows/events.js";
import { type Execution, execute } from "../../workflows/execute.js";
import {
  actionsOf,
  commandsOf,
  inputsOf,
  jobsOf,
  namesOf,
  ofBuilds,
  workflowFile,
} from "../../workflows/seen.js";

const IMAGE = "ghcr.io/tercen/ggrs_plot_operator";

describe("The GGRS plot operator's workflow, executed", () => {
  const workflow = workflowFile(ggrsPlotOperator, "ci.yml");
  const happen = (happening: Happening) => execute(workflow, happening);

  for (const [what, happening, tag] of [
    ["main", pushTo("main"), "main"],
    ["a release", pushTag("0.1.0"), "0.1.0"],
  ] as const) {
    describe(`by a push of ${what}`, () => {
      let run: Execution;
      before(async () => {
        run = await happen(happening);
      });

      it("tests, publishes and scans (G21)", () => {
        deepEqual(jobsOf(run), ["docker", "scan", "test"]);
      });

      it(`publishes ${tag} and nothing else: no latest, no commit (G30)`, () => {
        deepEqual(ofBuilds(run, "tags"), { docker: [[`${IMAGE}:${tag}`]] });
        deepEqual(ofBuilds(run, "push"), { docker: ["true"] });
        deepEqual(ofBuilds(run, "platforms"), { docker: ["linux/amd64"] });
        deepEqual(ofBuilds(run, "build-args"), {
          docker: [["RUST_IMAGE=rust:1.75-slim-bookworm", "RUNTIME_IMAGE=debian:bookworm-slim"]],
        });
      });

      it("attests and scans the digest that was pushed, whatever its tag names by then (G29, G34)", () => {
        const [attested] = inputsOf(run, "actions/attest")["docker"] ?? [];
        const [scanned] = inputsOf(run, "aquasecurity/trivy-action")["scan"] ?? [];
        equal(attested?.["subject-name"], IMAGE);
        equal(scanned?.["image-ref"], `${IMAGE}@${String(attested["subject-digest"])}`);
        equal(run.summary.includes(`Digest: \`${String(attested["subject-digest"])}\``), true);
        deepEqual(
          inputsOf(run, "github/codeql-action/upload-sarif")["scan"]?.map(({ sarif_file: file }) => file),
          [scanned["output"]],
        );
      });
    });
  }

  it("lets main write the cache that it reads, and a release neither (G32, G33)", async () => {
    const main = await happen(pushTo("main"));
    const gha = "type=gha,scope=operator";
    deepEqual(ofBuilds(main, "cache-from"), { docker: [[gha]] });
    deepEqual(ofBuilds(main, "cache-to"), {
      docker: [["type=inline", `${gha},mode=max,ignore-error=true,timeout=10m`]],
    });
    deepEqual(ofBuilds(main, "no-cache"), { docker: ["false"] });
    const release = await happen(pushTag("0.1.0"));
    deepEqual(ofBuilds(release, "cache-to"), { docker: [["type=inline"]] });
    deepEqual(ofBuilds(release, "no-cache"), { docker: ["true"] });
    equal(
      actionsOf(release).some((action) => action.startsWith("actions/cache")),
      false,
    );
  });

  for (const [what, happening] of [
    ["a push to another branch", pushTo("feature/x")],
    ["a pull request from a fork", pullRequest({ from: "fork" })],
    ["somebody's hand on another branch", dispatch("refs/heads/feature/x")],
  ] as const) {
    it(`only tests on ${what} (G21)`, async () => {
      const run = await happen(happening);
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
