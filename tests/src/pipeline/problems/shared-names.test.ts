import assert from "node:assert/strict";
import type { Job, Step } from "../../../../src/catalogue/workflow-model.js";
import { problemsOfWorkflows } from "../../../../src/pipeline/workflow-problems.js";
import { briefly, job, problemsOf, workflow } from "../fixtures.js";

function building(cacheTo: string): Step {
  return { name: "Build", uses: "docker/build-push-action", with: { "cache-to": cacheTo } };
}

function uploading(category?: string): Step {
  const inputs = { sarif_file: "x.sarif", ...(category !== undefined && { category }) };
  return { name: "Show", uses: "github/codeql-action/upload-sarif", with: inputs };
}

function jobs(...steps: Step[]): Record<string, Job> {
  return Object.fromEntries(steps.map((step, index) => [`job-${index + 1}`, job({ steps: [step] })]));
}

const FIRST = "systems/shop, ci.yml, job job-1, step 1 (Build)";
const SECOND = "systems/shop, ci.yml, job job-2, step 1 (Build)";
const cells = [{ id: "a" }, { id: "b" }] as const;

describe("build caches (user pain 6)", () => {
  it("are written by one job each", async () => {
    const steps = [building("type=gha,scope=a,mode=max"), building("mode=min,type=gha,scope=a")];
    assert.deepEqual(await problemsOf(workflow({ jobs: jobs(...steps) })), [
      [
        `${FIRST} and ${SECOND}`,
        "a build cache of its own for each job that writes one",
        "type=gha,scope=a for both",
        "give each a scope or reference of its own, such as its image and platform",
      ],
    ]);
  });

  it("have one scope for all if none is named", async () => {
    const steps = [building("type=gha"), building("type=gha,scope=buildkit")];
    assert.deepEqual(await briefly(workflow({ jobs: jobs(...steps) })), [
      [`${FIRST} and ${SECOND}`, "type=gha,scope=buildkit for both"],
    ]);
  });

  it("are told apart by registry reference, too", async () => {
    const one = "type=registry,ref=ghcr.io/a/b:cache,mode=max";
    assert.deepEqual(await briefly(workflow({ jobs: jobs(building(one), building(one)) })), [
      [`${FIRST} and ${SECOND}`, "type=registry,ref=ghcr.io/a/b:cache for both"],
    ]);
    const other = "type=registry,ref=ghcr.io/a/c:cache";
    assert.deepEqual(await briefly(workflow({ jobs: jobs(building(one), building(other)) })), []);
  });

  it("are as many as cells of a matrix", async () => {
    const matrix = { cells, key: "id" };
    const inMatrix = (text: string) => ({ build: job({ matrix, steps: [building(text)] }) });
    assert.deepEqual(await briefly(workflow({ jobs: inMatrix("type=gha,scope=${{ matrix.id }}") })), []);
    const lazily = "${{ github.ref_type == 'branch' && format('type=gha,scope={0}', matrix.id) || '' }}";
    assert.deepEqual(await briefly(workflow({ jobs: inMatrix(lazily) })), []);
    assert.deepEqual(await briefly(workflow({ jobs: inMatrix("type=gha,scope=all") })), [
      [
        "systems/shop, ci.yml, job build, step 1 (Build) and systems/shop, ci.yml, job build, step 1 (Build)",
        "type=gha,scope=all for both",
      ],
    ]);
    const other = { ...inMatrix("type=gha,scope=${{ matrix.id }}"), ...jobs(building("type=gha,scope=b")) };
    assert.equal((await briefly(workflow({ jobs: other }))).length, 1);
  });

  it("may be written by one job twice, and are no matter inside an image", async () => {
    const steps = [building("type=gha,scope=a"), building("type=gha,scope=a")] as const;
    assert.deepEqual(await briefly(workflow({ jobs: { build: job({ steps }) } })), []);
    assert.deepEqual(
      await briefly(workflow({ jobs: jobs(building("type=inline"), building("type=inline")) })),
      [],
    );
  });

  it("are the repository's, so two files cannot share one", async () => {
    const of = (file: string) => workflow({ file, jobs: jobs(building("type=gha,scope=a")) });
    const problems = await problemsOfWorkflows([of("a.yml"), of("b.yml")], "shop");
    assert.deepEqual(
      problems.map(({ where }) => where),
      ["systems/shop, a.yml, job job-1, step 1 (Build) and systems/shop, b.yml, job job-1, step 1 (Build)"],
    );
  });
});

describe("categories of findings", () => {
  it("are of one upload each", async () => {
    assert.deepEqual(await problemsOf(workflow({ jobs: jobs(uploading("app"), uploading("app")) })), [
      [
        "systems/shop, ci.yml, job job-1, step 1 (Show) and systems/shop, ci.yml, job job-2, step 1 (Show)",
        "a category of its own for each upload of findings",
        "app for both",
        "name the image in the category",
      ],
    ]);
    assert.deepEqual(await briefly(workflow({ jobs: jobs(uploading("app"), uploading("base")) })), []);
  });

  it("differ in a matrix by cell, and in a job by step", async () => {
    const matrix = { cells, key: "id" };
    const scan = (...steps: [Step, ...Step[]]) => workflow({ jobs: { scan: job({ matrix, steps }) } });
    assert.deepEqual(await briefly(scan(uploading("${{ matrix.id }}"))), []);
    assert.equal((await briefly(scan(uploading("all")))).length, 1);
    assert.equal(
      (await briefly(scan(uploading("${{ matrix.id }}"), uploading("${{ matrix.id }}")))).length,
      2,
    );
  });
});
