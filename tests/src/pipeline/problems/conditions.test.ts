import assert from "node:assert/strict";
import { briefly, job, problemsOf, step, workflow } from "../fixtures.js";

describe("a condition", () => {
  it("is a bare expression on one line, because any other can be true for good", async () => {
    const expected = "a bare expression on one line";
    const cure = "leave out ${{ }} and line breaks; with them it can be true for good";
    for (const condition of ["false\n", "${{ false }}", "!${{ github.event.forced }}", "a\r"]) {
      const jobs = { test: job({ if: condition, steps: [{ ...step, if: condition }] }) };
      const found = await problemsOf(workflow({ jobs }));
      const got = JSON.stringify(condition);
      assert.deepEqual(found.slice(0, 2), [
        ["systems/shop, ci.yml, job test, if", expected, got, cure],
        ["systems/shop, ci.yml, job test, step 1 (Greet), if", expected, got, cure],
      ]);
    }
  });

  it("may ask how earlier jobs and steps went", async () => {
    const condition = "!cancelled() && github.event_name == 'push'";
    const jobs = { test: job({ if: condition, steps: [{ ...step, if: condition }] }) };
    assert.deepEqual(await briefly(workflow({ jobs })), []);
  });
});
