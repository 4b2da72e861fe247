import { deepEqual, rejects } from "node:assert/strict";
import * as v from "valibot";
import { runTool } from "../../../../tools/checks/workflows/validate.js";

const run = (script: string) => runTool(process.execPath, ["--eval", script], v.array(v.number()));

describe("running a validator", () => {
  it("reads what it prints, whatever status it ends with", async () => {
    deepEqual(await run("console.log('[1, 2]'); process.exitCode = 13"), [1, 2]);
  });

  for (const [what, script] of [
    ["nothing", "console.error('no such file\\nhelp'); process.exitCode = 1"],
    ["no JSON", "console.error('no such file\\nhelp'); console.log('fine')"],
    ["JSON of another shape", "console.error('no such file\\nhelp'); console.log('{}')"],
  ] as const) {
    it(`does not take ${what} for a clean file, and repeats what it said`, async () => {
      await rejects(run(script), {
        name: "UserError",
        message: `${process.execPath} could not check the workflow files; its output:\n  no such file\n  help`,
      });
    });
  }
});
