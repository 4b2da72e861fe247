import assert from "node:assert/strict";
import type { Cell, Job, Step } from "../../../../src/catalogue/workflow-model.js";
import { job, problemsOf, workflow } from "../fixtures.js";

function withCells(cells: readonly [Cell, ...Cell[]], overrides: Partial<Job> = {}) {
  return workflow({ jobs: { build: job({ matrix: { cells, key: "id" }, ...overrides }) } });
}

describe("a matrix", () => {
  it("holds at most 256 cells", async () => {
    const cells = (count: number): [Cell, ...Cell[]] => [
      { id: "0" },
      ...Array.from({ length: count - 1 }, (_, index) => ({ id: `${index + 1}` })),
    ];
    assert.deepEqual(await problemsOf(withCells(cells(256))), []);
    assert.deepEqual(await problemsOf(withCells(cells(257))), [
      [
        "systems/shop, ci.yml, job build, matrix",
        "at most 256 cells (GitHub's limit)",
        "257 cells",
        "divide its images among several workflows",
      ],
    ]);
  });

  it("has one cell for each value of its key", async () => {
    assert.deepEqual(await problemsOf(withCells([{ id: "a" }, { id: "b" }, { id: "a" }])), [
      [
        "systems/shop, ci.yml, job build, matrix",
        "one cell for each id",
        '"a" in cells 1 and 3',
        "give each cell a id of its own",
      ],
    ]);
  });

  it("has its key in every cell", async () => {
    assert.deepEqual(await problemsOf(withCells([{ id: "a" }, { image: "b" }])), [
      [
        "systems/shop, ci.yml, job build, matrix, cell 2",
        "the field id, which identifies the cell",
        "no such field",
        "add id to the cell",
      ],
    ]);
  });

  it("runs on machines that GitHub hosts", async () => {
    const cells = [
      { id: "a", runner: "ubuntu-24.04" },
      { id: "b", runner: "self-hosted" },
    ] as const;
    assert.deepEqual(await problemsOf(withCells(cells, { runsOn: "${{ matrix.runner }}" })), [
      [
        "systems/shop, ci.yml, job build, runsOn",
        "one of ubuntu-24.04, ubuntu-24.04-arm, or a matrix field of them",
        '"self-hosted"',
        "name a runner that GitHub hosts; add it to the runners in src/catalogue/workflow-model.ts if it is a new one",
      ],
    ]);
  });
});

function building(platforms: string): Step {
  return { name: "Build", uses: "docker/build-push-action", with: { platforms } };
}

describe("the platforms of a build (user pain 23)", () => {
  it("are those of the machine it runs on", async () => {
    const on = (runsOn: "ubuntu-24.04" | "ubuntu-24.04-arm", platforms: string) =>
      problemsOf(workflow({ jobs: { build: job({ runsOn, steps: [building(platforms)] }) } }));
    assert.deepEqual(await on("ubuntu-24.04", "linux/amd64"), []);
    assert.deepEqual(await on("ubuntu-24.04-arm", "linux/arm64"), []);
    assert.deepEqual(await on("ubuntu-24.04", "linux/amd64,linux/arm64"), [
      [
        "systems/shop, ci.yml, job build, step 1 (Build), platforms",
        "each platform built on a runner of that platform",
        "linux/arm64 on ubuntu-24.04",
        "use multiPlatform() of src/pipeline/multi-platform.ts, or the platform's own runner",
      ],
    ]);
  });

  it("are so in each cell of a matrix", async () => {
    const inMatrix = (...cells: [Cell, ...Cell[]]) =>
      problemsOf(
        workflow({
          jobs: {
            build: job({
              runsOn: "${{ matrix.runner }}",
              matrix: { cells, key: "platform" },
              steps: [building("${{ matrix.platform }}")],
            }),
          },
        }),
      );
    const amd64 = { platform: "linux/amd64", runner: "ubuntu-24.04" };
    assert.deepEqual(await inMatrix(amd64, { platform: "linux/arm64", runner: "ubuntu-24.04-arm" }), []);
    assert.deepEqual(
      (await inMatrix(amd64, { platform: "linux/arm64", runner: "ubuntu-24.04" })).map(
        ([, , found]) => found,
      ),
      ["linux/arm64 on ubuntu-24.04"],
    );
  });
});
