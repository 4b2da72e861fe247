import assert from "node:assert/strict";
import { groupBy } from "../../../src/catalogue/group-by.js";
import { actions } from "../../../src/catalogue/actions.js";

describe("the table of actions (X8, pain 18)", () => {
  for (const [name, { version, commit, inputs }] of Object.entries(actions)) {
    it(`pins ${name} to a commit, and says which release that is`, () => {
      assert.match(name, /^[\w-]+\/[\w-]+(?:\/[\w-]+)?$/);
      assert.match(commit, /^[0-9a-f]{40}$/);
      assert.match(version, /^v\d+(?:\.\d+){0,2}$/);
      assert.deepEqual([...inputs], [...new Set(inputs)].toSorted(), "inputs, each once, sorted");
    });
  }

  it("pins one commit a repository, and no commit for two", () => {
    const pins = Object.entries(actions).map(([name, { commit, version }]) => ({
      repository: name.split("/").slice(0, 2).join("/"),
      pin: `${commit} ${version}`,
    }));
    const byRepository = [...groupBy(pins, ({ repository }) => repository).values()];
    const distinct = byRepository.map((group) => [...new Set(group.map(({ pin }) => pin))]);
    assert.ok(distinct.every((found) => found.length === 1));
    assert.equal(new Set(distinct.flat()).size, byRepository.length);
  });
});
