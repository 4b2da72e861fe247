import assert from "node:assert/strict";
import type { Cell, Job, Step } from "../../../../src/catalogue/workflow-model.js";
import { job, problemsOf, workflow } from "../fixtures.js";

function withCells(cells: readonly [Cell, ...Cell[]], overrides: Partial<Job> = {}) {
  return workflow({ jobs: { build: job({ matrix: { cells, key: "id" }, ...overrides }) } });
}

describe("a matrix", () => {
  const cells = (count: number): [Cell, ...Cell[]] => [
    { id: "0" },
    ...Array.from({ length: count - 1 }, (_, index) => ({ id: `${index + 1}` })),
  ];
  for (const [title, value, where, ...problem] of [
    [
      "holds at most 256 cells",
      withCells(cells(257)),
      "matrix",
      "at most 256 cells (GitHub's limit)",
      "257 cells",
      "divide its images among several workflows",
    ],
    [
      "has one cell for each value of its key",
      withCells([{ id: "a" }, { id: "b" }, { id: "a" }]),
      "matrix",
      "one cell for each id",
      '"a" in cells 1 and 3',
      "give each cell a id of its own",
    ],
    [
      "has its key in every cell",
      withCells([{ id: "a" }, { image: "b" }]),
      "matrix, cell 2",
      "the field id, which identifies the cell",
      "no such field",
      "add id to the cell",
    ],
    [
      "runs on machines that GitHub hosts",
      withCells(
        [
          { id: "a", runner: "ubuntu-24.04" },
          { id: "b", runner: "self-hosted" },
        ],
        { runsOn: "${{ matrix.runner }}" },
      ),
      "runsOn",
      "one of ubuntu-24.04, ubuntu-24.04-arm, or a matrix field of them",
      '"self-hosted"',
      "name a runner that GitHub hosts; add it to the runners in src/catalogue/workflow-model.ts if it is a new one",
    ],
  ] as const) {
    it(title, async () => {
      assert.deepEqual(await problemsOf(value), [[`systems/shop, ci.yml, job build, ${where}`, ...problem]]);
    });
  }

  it("may hold 256 cells", async () => {
    assert.deepEqual(await problemsOf(withCells(cells(256))), []);
  });
});

function building(platforms: string): Step {
  return { name: "Build", uses: "docker/build-push-action", with: { platforms } };
}

describe("the platforms of a build (user pain 23)", () => {
  const [amd64, arm64] = ["linux/amd64", "linux/arm64"];
  const [intel, arm] = ["ubuntu-24.04", "ubuntu-24.04-arm"] as const;
  const problem = [
    "systems/shop, ci.yml, job build, step 1 (Build), platforms",
    "each platform built on a runner of that platform",
    "linux/arm64 on ubuntu-24.04",
    "use multiPlatform() of src/pipeline/multi-platform.ts, or the platform's own runner",
  ];

  it("are those of the machine it runs on", async () => {
    for (const [runsOn, platforms, ...problems] of [
      [intel, amd64],
      [arm, arm64],
      [intel, `${amd64},${arm64}`, problem],
    ] as const) {
      const build = job({ runsOn, steps: [building(platforms)] });
      assert.deepEqual(await problemsOf(workflow({ jobs: { build } })), problems);
    }
  });

  it("are so in each cell of a matrix", async () => {
    for (const [runner, ...problems] of [[arm], [intel, problem]] as const) {
      const cells = [
        { id: amd64, runner: intel },
        { id: arm64, runner },
      ] as const;
      const steps = [building("${{ matrix.id }}")] as const;
      assert.deepEqual(
        await problemsOf(withCells(cells, { runsOn: "${{ matrix.runner }}", steps })),
        problems,
      );
    }
  });
});
