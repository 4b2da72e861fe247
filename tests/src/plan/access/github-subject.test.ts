import assert from "node:assert/strict";
import { isPattern, type JobOrigin, subjectsOf } from "../../../../src/plan/access/github-subject.js";

const repository = { owner: "Acme", name: "app" };

describe("subjectsOf", () => {
  for (const [origin, context, pattern] of [
    [{ kind: "branch", name: "main" }, "ref:refs/heads/main", false],
    [{ kind: "branch", name: "a*?$" }, "ref:refs/heads/a${*}${?}${$}", false],
    [{ kind: "tag", filter: "v1" }, "ref:refs/tags/v1", false],
    [{ kind: "tag", filter: "v[0-9]$" }, "ref:refs/tags/v*${$}", true],
    [{ kind: "environment", name: "prod:eu" }, "environment:prod%3Aeu", false],
    [{ kind: "tag", filter: "+v" }, undefined, false],
  ] satisfies [JobOrigin, string | undefined, boolean][]) {
    it(`of ${JSON.stringify(origin)} end in ${context ?? "nothing that is trusted"}`, () => {
      const [plain, ...more] = subjectsOf(repository, origin);
      assert.deepEqual([plain, more], [context && `repo:Acme/app:${context}`, []]);
      assert.equal(isPattern(origin), pattern);
    });
  }

  it("have the immutable form, too, where the ids are known", () => {
    const ids = { owner: 11, repository: 22 };
    assert.deepEqual(subjectsOf({ ...repository, ids }, { kind: "branch", name: "main" }), [
      "repo:Acme/app:ref:refs/heads/main",
      "repo:Acme@11/app@22:ref:refs/heads/main",
    ]);
  });
});
