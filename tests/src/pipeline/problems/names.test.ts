import assert from "node:assert/strict";
import { job, problemsOf, step, workflow } from "../fixtures.js";

const LEGAL = "up to 100 letters, digits, - and _, beginning with a letter or one _";

describe("names in a workflow", () => {
  it("are refused as GitHub refuses them", async () => {
    for (const id of ["1st", "build image", "__build", "-a", "", "a".repeat(101), "bäcker"]) {
      assert.deepEqual(await problemsOf(workflow({ jobs: { [id]: job() } })), [
        ["systems/shop, ci.yml, job ids", LEGAL, JSON.stringify(id), "rename it"],
      ]);
    }
  });

  it("may hold letters, digits, - and _", async () => {
    const jobs = { _build: job(), "build-2": job(), B_: job(), ["a".repeat(100)]: job() };
    assert.deepEqual(await problemsOf(workflow({ jobs })), []);
  });

  it("are refused in steps, too", async () => {
    const steps = [{ ...step, id: "a.b" }] as const;
    assert.deepEqual(await problemsOf(workflow({ jobs: { test: job({ steps }) } })), [
      ["systems/shop, ci.yml, job test, step ids", LEGAL, '"a.b"', "rename it"],
    ]);
  });

  it("are the same in upper and lower case", async () => {
    const steps = [
      { ...step, id: "meta" },
      { ...step, id: "Meta" },
    ] as const;
    const jobs = { test: job({ steps }), Test: job() };
    const expected = "one of each, upper and lower case being the same";
    assert.deepEqual(await problemsOf(workflow({ jobs })), [
      ["systems/shop, ci.yml, job ids", expected, "test and Test", "rename one of them"],
      ["systems/shop, ci.yml, job test, step ids", expected, "meta and Meta", "rename one of them"],
    ]);
  });

  it("are needed: a workflow has a job", async () => {
    assert.deepEqual(await problemsOf(workflow({ jobs: {} })), [
      ["systems/shop, ci.yml", "at least one job", "none", "add a job, or leave the file out"],
    ]);
  });

  it("of files end in .yml and have no folder", async () => {
    for (const file of ["ci", "../ci.yml", "a/b.yml", "a b.yml"]) {
      assert.deepEqual(await problemsOf(workflow({ file })), [
        [
          "systems/shop, workflows",
          "a file name that ends in .yml, without a folder",
          JSON.stringify(file),
          "rename the file",
        ],
      ]);
    }
  });
});
