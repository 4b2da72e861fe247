import assert from "node:assert/strict";
import type { Condition, TrustPolicy } from "../../../../src/plan/access/iam-document.js";
import { mayTake, permits, type Caller } from "../../../../src/plan/access/iam-evaluator.js";

const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const DEPLOY = "arn:aws:iam::111122223333:role/deploy";
const job: Caller = {
  principal: { Federated: GITHUB },
  action: "sts:AssumeRoleWithWebIdentity",
  context: {},
};

type Statement = TrustPolicy["Statement"][number];

function takes(statement: Partial<Statement>, caller: Partial<Caller> = {}): boolean {
  const usual: Statement = {
    Sid: "A",
    Effect: "Allow",
    Principal: { Federated: GITHUB },
    Action: "sts:AssumeRoleWithWebIdentity",
  };
  const Statement = [{ ...usual, ...statement }];
  return mayTake({ Version: "2012-10-17", Statement }, { ...job, ...caller });
}

describe("whether IAM lets somebody take a role", () => {
  it("goes by the action", () => {
    assert.deepEqual([takes({}), takes({}, { action: "sts:AssumeRole" })], [true, false]);
  });

  it("goes by the identity provider", () => {
    assert.equal(takes({}, { principal: { Federated: GITHUB.replace("1111", "9999") } }), false);
    assert.equal(takes({}, { principal: { AWS: DEPLOY } }), false);
    assert.equal(takes({ Principal: { AWS: [GITHUB] } }), false);
  });

  it("goes by the role, or the account that it is in", () => {
    const by = (principal: string, ...named: string[]) =>
      takes({ Principal: { AWS: named } }, { principal: { AWS: principal } });
    const other = "arn:aws:iam::444455556666:root";
    assert.ok(
      by(DEPLOY, DEPLOY) && by(DEPLOY, other, DEPLOY) && by(DEPLOY, "arn:aws:iam::111122223333:root"),
    );
    assert.ok(!by(DEPLOY, other) && !by(`${DEPLOY}er`, DEPLOY));
  });

  const conditions: readonly (readonly [what: string, condition: Condition, isMet: boolean])[] = [
    ["one value of several", { StringEquals: { sub: ["b", "a"] } }, true],
    ["no value", { StringEquals: { sub: ["b"] } }, false],
    ["one key of two", { StringEquals: { sub: ["a"], aud: ["b"] } }, false],
    ["a key that the request lacks", { StringEquals: { other: ["a"] } }, false],
    ["a lacking key, by any pattern", { StringLike: { other: ["*"] } }, false],
    ["both operators", { StringEquals: { sub: ["a"] }, StringLike: { ref: ["refs/*/v1"] } }, true],
    ["one operator of two", { StringEquals: { sub: ["a"] }, StringLike: { ref: ["main"] } }, false],
    ["a wildcard where it is a character", { StringEquals: { ref: ["refs/*"] } }, false],
    ["the very same wildcard", { StringEquals: { odd: ["x*?"] } }, true],
    ["a dot, which is only a dot", { StringEquals: { ref: ["refs.tags.v1"] } }, false],
    ["a part alone", { StringLike: { ref: ["tags", "refs/", "v1"] } }, false],
    ["a pattern across a line end", { StringLike: { lines: ["a*b"] } }, true],
    ["? for one character", { StringLike: { sub: ["?"] } }, true],
    ["? for no more than one", { StringLike: { ref: ["refs/tags/?"] } }, false],
    ["an escaped wildcard for itself", { StringLike: { odd: ["x${*}${?}"] } }, true],
    ["an escaped wildcard for nothing else", { StringLike: { ref: ["refs/${*}"] } }, false],
    ["a variable, which has no value", { StringLike: { sub: ["a${aws:username}"] } }, false],
    ["a dollar by itself", { StringLike: { dollar: ["a$b"] } }, true],
  ];
  for (const [what, condition, isMet] of conditions) {
    it(`${isMet ? "is met" : "is not met"} by ${what}`, () => {
      const context = { sub: "a", aud: "a", ref: "refs/tags/v1", odd: "x*?", lines: "a\nb", dollar: "a$b" };
      assert.equal(takes({ Condition: condition }, { context }), isMet);
    });
  }
});

describe("whether IAM permits an action on a resource", () => {
  const [Sid, Effect] = ["A", "Allow"] as const;
  const Statement = [
    { Sid, Effect, Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
    { Sid, Effect, Action: ["ecr:PutImage"], Resource: ["repository/a", "repository/b*"] },
  ];
  for (const [action, resource, expected] of [
    ["ecr:GetAuthorizationToken", "*", true],
    ["ecr:PutImage", "repository/a", true],
    ["ecr:PutImage", "repository/base", true],
    ["ecr:PutImage", "repository/ab", false],
    ["ecr:PutImage", "*", false],
    ["ecr:DeleteRepository", "repository/a", false],
  ] as const) {
    it(`takes one statement that names both: ${action} on ${resource}`, () => {
      assert.equal(permits({ Version: "2012-10-17", Statement }, action, resource), expected);
    });
  }
});
