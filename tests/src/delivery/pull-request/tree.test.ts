import assert from "node:assert/strict";
import fc from "fast-check";
import {
  blobSha,
  differingPaths,
  obstacleAt,
  type Tree,
} from "../../../../src/delivery/pull-request/tree.js";

const entry = fc.record({
  mode: fc.constantFrom("100644", "100755", "120000", "160000"),
  sha: fc.constantFrom("a", "b"),
});
const tree = fc
  .dictionary(fc.constantFrom("a", "b/c", "b/d", "e"), entry)
  .map((entries): Tree => new Map(Object.entries(entries)));

describe("trees", () => {
  it("name content as git does", () => {
    // `git hash-object` of nothing, and of "hello\n".
    assert.equal(blobSha(Buffer.from("")), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    assert.equal(blobSha(Buffer.from("hello\n")), "ce013625030ba8dba906f756967f9e9ca394464a");
    // Counted in bytes, not in letters.
    assert.equal(blobSha(Buffer.from("é")), "4b04fff51468d8ab5201ab02b725dc477bc7cb45");
  });

  it("differ in what one has and the other has not, in content and in mode, whichever way they are compared", () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        const differing = new Set(differingPaths(a, b));
        for (const path of ["a", "b/c", "b/d", "e"]) {
          const [before, after] = [a.get(path), b.get(path)];
          assert.equal(differing.has(path), before?.mode !== after?.mode || before?.sha !== after?.sha);
        }
        assert.deepEqual(new Set(differingPaths(b, a)), differing);
        assert.deepEqual(differingPaths(a, a), []);
      }),
    );
  });

  it("do not differ in folders, but where a folder takes the place of a file", () => {
    const folder = { mode: "040000", sha: "1" };
    assert.deepEqual(differingPaths(new Map([["b", folder]]), new Map([["b", { ...folder, sha: "2" }]])), []);
    assert.deepEqual(
      differingPaths(new Map([["b", folder]]), new Map([["b", { mode: "100644", sha: "2" }]])),
      ["b"],
    );
  });

  const inTheWay: readonly (readonly [what: string, on: string, mode: string, found: string])[] = [
    ["a folder", "b/c", "040000", "a folder"],
    ["a symlink", "b/c", "120000", "a symlink"],
    ["a submodule", "b", "160000", "a submodule"],
    ["a file where a folder has to be", "b", "100644", "a file"],
    ["a symlink to a folder", "b", "120000", "a symlink"],
  ];
  for (const [what, on, mode, found] of inTheWay) {
    it(`have ${what} in the way of a file`, () => {
      const tree = new Map([
        ["b", { mode: "040000", sha: "1" }],
        [on, { mode, sha: "2" }],
      ]);
      assert.deepEqual(obstacleAt(tree, "b/c"), { on, found });
    });
  }

  it("have nothing in the way of a file that is there, or in a folder that is there or not", () => {
    const found = new Map([
      ["b", { mode: "040000", sha: "1" }],
      ["b/c", { mode: "100755", sha: "2" }],
    ]);
    for (const path of ["b/c", "b/d", "e/f/g"]) assert.equal(obstacleAt(found, path), undefined);
  });
});
