import { deepEqual, equal } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../../tools/local/directories.js";
import { dispatch, type Happening, pullRequest, pushTo } from "../../workflows/events.js";
import { execute } from "../../workflows/execute.js";
import { actionsOf, commandsOf, jobsOf, namesOf } from "../../workflows/seen.js";

const QUICK = ["checks", "preview", "tests 20", "tests 22", "tests 24"];

describe("Slipway's own workflow, executed", () => {
  let workflow: string;
  before(async () => {
    workflow = await readFile(join(project, ".github", "workflows", "ci.yml"), "utf8");
  });
  const happen = (happening: Happening) => execute(workflow, happening);

  it("tests, checks and previews a change, by the commands of the README", async () => {
    const run = await happen(pullRequest({ from: "fork" }));
    deepEqual(jobsOf(run), QUICK);
    deepEqual(commandsOf(run, "npm"), [
      "checks: run check",
      "preview: ci",
      "tests 20: cit",
      "tests 22: cit",
      "tests 24: cit",
    ]);
    deepEqual(
      run.calls.flatMap((call) =>
        call.kind === "program" && call.program === "pulumi" ? [call.args[0]] : [],
      ),
      ["login", "stack", "preview"],
    );
    deepEqual(actionsOf(run), ["actions/checkout", "actions/setup-node", "pulumi/actions"]);
  });

  it("also tries the real engine once the change is on main, or by hand", async () => {
    for (const happening of [pushTo("main"), dispatch()]) {
      const run = await happen(happening);
      deepEqual(jobsOf(run), ["checks", "e2e", ...QUICK.slice(1)]);
      equal(commandsOf(run, "sudo").join().endsWith(" npm run e2e"), true);
    }
  });

  it("does not try the real engine on what fails its tests", async () => {
    const run = await execute(workflow, pushTo("main"), {
      play: ({ kind, matrix }) =>
        kind === "program" && matrix["node"] === "22" ? { exitCode: 1 } : undefined,
    });
    deepEqual(namesOf(run), QUICK);
  });
});
