import assert from "node:assert/strict";
import type { LifecycleRule } from "../../../../src/plan/ecr/lifecycle.js";
import { type Push, simulateLifecycle } from "./lifecycle-simulator.js";

const push = (digest: string, day: number, ...tags: string[]): Push => ({ digest, day, tags });
const part = (digest: string, partOf: string): Push => ({ ...push(digest, 0), partOf });

const rule = (selection: LifecycleRule["selection"]) => selection;
const olderThan = (countNumber: number, tagStatus: "any" | "untagged" = "any") =>
  rule({ tagStatus, countType: "sinceImagePushed", countUnit: "days", countNumber });
const newest = (countNumber: number, ...tagPatternList: string[]) =>
  rule({ tagStatus: "tagged", tagPatternList, countType: "imageCountMoreThan", countNumber });
const newestOfAll = rule({ tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 });
const byPrefix = rule({
  tagStatus: "tagged",
  tagPrefixList: ["latest"],
  countType: "imageCountMoreThan",
  countNumber: 1,
});

const cases: [title: string, LifecycleRule["selection"][], Push[], throughDay: number, kept: string[]][] = [
  ["keeps an image that is as old as the limit", [olderThan(30)], [push("a", 0)], 29, ["a"]],
  ["expires it on the day after", [olderThan(30)], [push("a", 0)], 30, []],
  ["takes no push for a new age", [olderThan(30)], [push("a", 0), push("a", 20, "again")], 30, []],
  ["keeps what an earlier rule selects", [newest(5, "v*"), olderThan(30)], [push("a", 0, "v1")], 400, ["a"]],
  [
    "counts what an earlier rule keeps",
    [newest(5, "keep"), newestOfAll],
    [push("old", 0), push("kept", 1, "keep")],
    1,
    ["kept"],
  ],
  [
    "selects by several patterns only images that carry them all",
    [newest(5, "latest", "main"), olderThan(30)],
    [push("a", 0, "latest"), push("b", 0, "latest", "main"), push("c", 0, "main")],
    60,
    [],
  ],
  [
    "selects by a prefix whatever begins so",
    [byPrefix],
    [push("live", 0, "latest"), push("candidate", 1, "latest-rc")],
    1,
    ["candidate"],
  ],
  ["expires untagged images alone", [olderThan(1, "untagged")], [push("a", 0), push("b", 0, "b")], 9, ["b"]],
  [
    "moves a tag to the image pushed last",
    [newest(1, "latest"), olderThan(30)],
    [push("old", 0, "latest"), push("new", 5, "latest")],
    60,
    ["new"],
  ],
  [
    "does not expire an image before the index that refers to it",
    [newest(1, "latest"), olderThan(30)],
    [part("amd64", "index"), push("index", 0, "latest")],
    90,
    ["amd64", "index"],
  ],
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
      const { kept, expired } = simulateLifecycle(pushes, { rules }, throughDay);
      assert.deepEqual(kept.map(({ digest }) => digest).toSorted(), expected);
      const all = [...kept, ...expired].map(({ digest }) => digest);
      assert.deepEqual(all.toSorted(), [...new Set(pushes.map(({ digest }) => digest))].toSorted());
    });
  }
});
