import assert from "node:assert/strict";
import fc from "fast-check";
import type { Job } from "../../../../src/catalogue/workflow-model.js";
import { briefly, job, problemsOf, workflow } from "../fixtures.js";

describe("jobs that need each other", () => {
  it("name jobs of their own file", async () => {
    const jobs = { build: job(), test: job({ needs: ["bild"] }) };
    assert.deepEqual(await problemsOf(workflow({ jobs })), [
      [
        "systems/shop, ci.yml, job test, needs",
        "jobs of this file: build, test",
        '"bild"',
        "name a job of this file, or remove it",
      ],
    ]);
  });

  it("do not wait for themselves", async () => {
    assert.deepEqual(await briefly(workflow({ jobs: { test: job({ needs: ["test"] }) } })), [
      ["systems/shop, ci.yml, needs", "a circle: test needs test"],
    ]);
  });

  it("do not wait for each other in a circle", async () => {
    const jobs = {
      a: job({ needs: ["b"] }),
      b: job({ needs: ["c", "d"] }),
      c: job(),
      d: job({ needs: ["b"] }),
    };
    assert.deepEqual(await problemsOf(workflow({ jobs })), [
      [
        "systems/shop, ci.yml, needs",
        "jobs that can follow one another",
        "a circle: b needs d needs b",
        "remove one of these needs",
      ],
    ]);
  });

  it("have no problem where each needs only earlier ones", async () => {
    const needs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(needs, async (graph) => {
        const jobs = Object.fromEntries(
          graph.map((numbers, index): [string, Job] => [
            `job-${index}`,
            job({ needs: index === 0 ? [] : [...new Set(numbers.map((number) => `job-${number % index}`))] }),
          ]),
        );
        assert.deepEqual(await briefly(workflow({ jobs })), []);
      }),
    );
  });
});
