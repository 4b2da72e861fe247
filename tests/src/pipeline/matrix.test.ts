import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_CELLS, shard } from "../../../src/pipeline/matrix.js";
import type { Cell, Matrix } from "../../../src/catalogue/workflow-model.js";
import { job } from "./fixtures.js";

function cells(count: number): [Cell, ...Cell[]] {
  return [{ id: "0" }, ...Array.from({ length: count - 1 }, (_, index) => ({ id: `${index + 1}` }))];
}

describe("a matrix in as many jobs as it takes", () => {
  it("is one job while it fits", () => {
    const parts: (number | undefined)[] = [];
    const make = (matrix: Matrix, part: number | undefined) => {
      parts.push(part);
      return job({ matrix });
    };
    assert.deepEqual(shard("build", cells(256), "id", make), {
      build: job({ matrix: { cells: cells(256), key: "id" } }),
    });
    assert.deepEqual(parts, [undefined]);
  });

  it("is even siblings when it does not", () => {
    const jobs = shard("build", cells(257), "id", (matrix, part) => job({ matrix, name: `${part ?? 0}` }));
    assert.deepEqual(
      Object.entries(jobs).map(([id, { name, matrix }]) => [id, name, matrix?.cells.length]),
      [
        ["build-1", "1", 129],
        ["build-2", "2", 128],
      ],
    );
  });

  it("holds each cell once, in order, and never more than GitHub starts (property)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (count) => {
        const jobs = Object.values(shard("x", cells(count), "id", (matrix) => job({ matrix })));
        const shares = jobs.map(({ matrix }) => matrix?.cells ?? []);
        assert.deepEqual(shares.flat(), cells(count));
        const sizes = shares.map((share) => share.length);
        assert.ok(Math.max(...sizes) <= MAX_CELLS && Math.max(...sizes) - Math.min(...sizes) <= 1);
        assert.equal(jobs.length, Math.ceil(count / MAX_CELLS));
      }),
    );
  });
});
