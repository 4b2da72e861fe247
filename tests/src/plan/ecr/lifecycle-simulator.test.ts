import assert from "node:assert/strict";
import type { LifecycleRule } from "../../../../src/plan/ecr/lifecycle.js";
import { type Push, simulateLifecycle } from "./lifecycle-simulator.js";

const push = (digest: string, day: number, ...tags: string[]): Push => ({ digest, day, tags });
type Selection = LifecycleRule["selection"];
const month: Selection = {
  tagStatus: "any",
  countType: "sinceImagePushed",
  countUnit: "days",
  countNumber: 30,
};
const newest = (countNumber: number, ...tagPatternList: string[]): Selection => ({
  tagStatus: "tagged",
  tagPatternList,
  countType: "imageCountMoreThan",
  countNumber,
});
const two = [push("a", 0, "v1"), push("b", 1, "v2", "keep")];

const cases: [title: string, Selection[], Push[], throughDay: number, kept: string[]][] = [
  ["keeps an image that is as old as the limit", [month], [push("a", 0)], 29, ["a"]],
  ["expires it on the day after", [month], [push("a", 0)], 30, []],
  ["takes no push for a new age", [month], [push("a", 0), push("a", 20, "again")], 30, []],
  ["keeps what an earlier rule selects", [newest(5, "v*"), month], two, 400, ["a", "b"]],
  ["expires all but the newest", [newest(1, "v*"), month], two, 1, ["b"]],
  ["counts what an earlier rule keeps", [newest(5, "keep"), newest(1, "v*")], two, 1, ["b"]],
  ["selects by several patterns what carries them all", [newest(5, "v*", "keep"), month], two, 400, ["b"]],
  ["moves a tag", [newest(1, "v1"), month], [...two, push("c", 5, "v1")], 60, ["c"]],
];

describe("simulateLifecycle", () => {
  for (const [title, selections, pushes, throughDay, expected] of cases) {
    it(title, () => {
      const rules = selections.map((selection, index) => ({
        rulePriority: index + 1,
        description: "",
        selection,
        action: { type: "expire" } as const,
      }));
      const kept = simulateLifecycle(pushes, { rules }, throughDay).map(({ digest }) => digest);
      assert.deepEqual(kept.toSorted(), expected);
    });
  }
});
