import assert from "node:assert/strict";
import fc from "fast-check";
import { accessProblems } from "../../../../src/plan/access/access-problems.js";
import { mayPush } from "../../../../src/plan/access/may-push.js";
import { roleDocuments } from "../../../../src/plan/access/role-documents.js";
import { problemsOf } from "../../../../src/plan/catalogue-problems.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import type { System } from "../../../../src/catalogue/system.js";
import { resolved } from "../fixtures.js";
import { configuration, place } from "./configuration.js";
import { pushingSystem } from "./workflows.js";

const problems = (system: System) => accessProblems(resolved(system, { ciAccess: configuration.ciAccess }));
const branches = (...names: string[]) => pushingSystem({ push: { branches: names } });
const tags = (...filters: string[]) => pushingSystem({ push: { tags: filters } });

describe("accessProblems", () => {
  it("finds nothing wrong in a system whose default branch and releases push", () => {
    assert.deepEqual(problems(pushingSystem()), []);
  });

  for (const name of ["*", "**", "release/*", "v?", "m+", "[a-z]", "!main", "\\*"]) {
    it(`refuses the branch ${name}: more than one branch is meant`, () => {
      assert.deepEqual(problems(branches("main", name)), [
        {
          where: "systems/shop, branches that may assume the AWS role",
          expected: "whole names: anyone who can create a branch that matches a pattern could push images",
          found: JSON.stringify(name),
          fix: "name each branch",
        },
      ]);
    });
  }

  for (const filter of ["*", "**", "[0-9]+", "!v*", "+", ""]) {
    it(`refuses the tags ${JSON.stringify(filter)}: they could be any`, () => {
      assert.deepEqual(problems(tags("v*", filter)), [
        {
          where: "systems/shop, git tags that may assume the AWS role",
          expected: "a GitHub filter that restricts the tag, such as v*",
          found: JSON.stringify(filter),
          fix: "give release tags a distinct form",
        },
      ]);
    });
  }

  it("refuses a job that may come from anywhere", () => {
    const problem = {
      where: "systems/shop, workflow images.yml, on.push",
      expected: "the branches or tags that may assume the AWS role, by name",
      fix: "name them, or give the job 'Publish' an environment",
    };
    assert.deepEqual(problems(pushingSystem({ push: {} })), [{ ...problem, found: "every branch and tag" }]);
    assert.deepEqual(problems(pushingSystem({ dispatch: true })), [{ ...problem, found: "no push" }]);
    assert.deepEqual(problems(pushingSystem({ dispatch: true }, { environment: "production" })), []);
  });

  it("refuses names that IAM would not know", () => {
    const name = "s".repeat(64);
    const [problem, ...others] = problems({ ...pushingSystem(), name });
    assert.deepEqual([problem?.where, others], [`systems/${name}, name`, []]);
    assert.equal(problem?.found, `"slipway-${name}-push"`);
  });

  it("refuses a trust policy that IAM would find too long", () => {
    const many = Array.from({ length: 60 }, (_, index) => `branch-number-${index}`);
    const [problem, ...others] = problems(branches(...many));
    assert.deepEqual([problem?.where, others], ["systems/shop, trust policy of slipway-shop-push", []]);
  });

  it("is asked before a plan is made, where the stack has roles", () => {
    const asked = (changes: Partial<Configuration>) =>
      problemsOf({ ...configuration, ...changes }, [branches("*")]).map(({ where }) => where);
    assert.deepEqual(asked({}), ["systems/shop, branches that may assume the AWS role"]);
    assert.deepEqual(asked({ ciAccess: { kind: "none" } }), []);
    assert.deepEqual(asked({ registry: { kind: "local", address: "localhost:1" } }), []);
  });

  it("lets no catalogue pass in which an unnamed branch or another repository may push (property)", () => {
    const name = fc.string({ unit: fc.constantFrom(...Array.from("*?${}:/!\\[+]aZ-.")), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 3 }), name, name, (named, repository, branch) => {
        const system = { ...branches(...named), repository };
        if (problems(system).length > 0) return;
        for (const planned of resolved(system, { ciAccess: configuration.ciAccess }).roles) {
          const documents = roleDocuments(planned, place.account);
          const claims = { iss: "https://token.actions.githubusercontent.com", aud: "sts.amazonaws.com" };
          const ask = (sub: string) => mayPush(documents, { ...claims, sub }, place, "shop").allowed;
          assert.equal(ask(`repo:Acme/${repository}:ref:refs/heads/${branch}`), named.includes(branch));
          assert.equal(ask(`repo:Acme/${repository}x:ref:refs/heads/${named[0] ?? branch}`), false);
          assert.equal(ask(`repo:Acme/${repository}:pull_request`), false);
        }
      }),
      { numRuns: 500 },
    );
  });
});
