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

const inMatrix = (...steps: [Step, ...Step[]]) => ({ build: job({ matrix: { cells, key: "id" }, steps }) });

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

  const registry = "type=registry,ref=ghcr.io/a/b:cache";
  const lazily = "${{ github.ref_type == 'branch' && format('type=gha,scope={0}', matrix.id) || '' }}";
  const cases: readonly [title: string, Record<string, Job>, ...found: string[]][] = [
    [
      "have one scope for all if none is named",
      jobs(building("type=gha"), building("type=gha,scope=buildkit")),
      "type=gha,scope=buildkit for both",
    ],
    [
      "are told apart by registry reference, too",
      jobs(building(`${registry},mode=max`), building(registry)),
      `${registry} for both`,
    ],
    [
      "may differ in their reference",
      jobs(building(registry), building("type=registry,ref=ghcr.io/a/c:cache")),
    ],
    ["are as many as cells", inMatrix(building("type=gha,scope=${{ matrix.id }}"))],
    ["are as many as cells, if they are written", inMatrix(building(lazily))],
    ["are shared by all cells", inMatrix(building("type=gha,scope=all")), "type=gha,scope=all for both"],
    [
      "are shared by a cell and a job",
      { ...inMatrix(building("type=gha,scope=${{ matrix.id }}")), ...jobs(building("type=gha,scope=b")) },
      "type=gha,scope=b for both",
    ],
    [
      "may be written by one job twice",
      { build: job({ steps: [building("type=gha,scope=a"), building("type=gha,scope=a")] }) },
    ],
    ["are no matter inside an image", jobs(building("type=inline"), building("type=inline"))],
  ];
  for (const [title, own, ...expected] of cases) {
    it(title, async () => {
      const found = (await briefly(workflow({ jobs: own }))).map(([, what]) => what);
      assert.deepEqual(found, expected);
    });
  }

  it("are the repository's, so two files cannot share one", async () => {
    const of = (file: string) => workflow({ file, jobs: jobs(building("type=gha,scope=a")) });
    const [problem, ...more] = await problemsOfWorkflows([of("a.yml"), of("b.yml")], "shop");
    const [a, b] = ["a", "b"].map((file) => `systems/shop, ${file}.yml, job job-1, step 1 (Build)`);
    assert.deepEqual([problem?.where, more], [`${a} and ${b}`, []]);
  });
});

describe("categories of findings", () => {
  it("are of one upload each: one for each cell and step", async () => {
    assert.deepEqual(await problemsOf(workflow({ jobs: jobs(uploading("app"), uploading("app")) })), [
      [
        "systems/shop, ci.yml, job job-1, step 1 (Show) and systems/shop, ci.yml, job job-2, step 1 (Show)",
        "a category of its own for each upload of findings",
        "app for both",
        "name the image in the category",
      ],
    ]);
    for (const [own, count] of [
      [jobs(uploading("app"), uploading("base")), 0],
      [inMatrix(uploading("${{ matrix.id }}")), 0],
      [inMatrix(uploading("all")), 1],
      [inMatrix(uploading("${{ matrix.id }}"), uploading("${{ matrix.id }}")), 2],
    ] as const) {
      assert.equal((await briefly(workflow({ jobs: own }))).length, count);
    }
  });
});
