import assert from "node:assert/strict";
import { briefly, job, problemsOf, step, workflow } from "../fixtures.js";

describe("a condition", () => {
  it("is a bare expression on one line, because any other can be true for good", async () => {
    const expected = "a bare expression on one line";
    const fix = "leave out ${{ }} and line breaks; with them it can be true for good";
    for (const condition of ["false\n", "${{ false }}", "!${{ github.event.forced }}", "a\r"]) {
      const jobs = { test: job({ if: condition, steps: [{ ...step, if: condition }] }) };
      const problems = await problemsOf(workflow({ jobs }));
      const found = JSON.stringify(condition);
      assert.deepEqual(problems.slice(0, 2), [
        ["systems/shop, ci.yml, job test, if", expected, found, fix],
        ["systems/shop, ci.yml, job test, step 1 (Greet), if", expected, found, fix],
      ]);
    }
  });

  it("may ask how earlier jobs and steps went", async () => {
    const condition = "!cancelled() && github.event_name == 'push'";
    const jobs = { test: job({ if: condition, steps: [{ ...step, if: condition }] }) };
    assert.deepEqual(await briefly(workflow({ jobs })), []);
  });
});
