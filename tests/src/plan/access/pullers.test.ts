import assert from "node:assert/strict";
import fc from "fast-check";
import { readConfiguration } from "../../../../src/configuration/read.js";
import { mayTake, permits } from "../../../../src/plan/access/iam-evaluator.js";
import { repositoryArn } from "../../../../src/plan/access/aws-place.js";
import { RIGHTS } from "../../../../src/plan/access/registry-rights.js";
import { roleDocuments } from "../../../../src/plan/access/role-plan.js";
import { pullPolicy } from "../../../../src/plan/ecr/repository-policy.js";
import { resolved, system } from "../fixtures.js";

const place = { account: "123456789012", region: "eu-west-1" };
const shop = system();

/** What pulling takes, and no more. */
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

const account = fc.oneof(
  fc.constantFrom("111122223333", "444455556666"),
  fc.stringMatching(/^[\d*?]{11,13}$/),
);

/** Account ids and ARNs of roles, and what somebody may write in their place by mistake or malice. */
const puller = fc.oneof(
  account,
  fc
    .tuple(
      fc.constantFrom("aws", "aws-cn", "*"),
      account,
      fc.constantFrom("role", "user", "*"),
      fc.stringMatching(/^[a-c/]{1,3}[*?$]?$/),
    )
    .map(([partition, id, kind, name]) => `arn:${partition}:iam::${id}:${kind}/${name}`),
  fc.string({ unit: fc.constantFrom(...Array.from("*?:/${}arnws:iam::123role")), maxLength: 30 }),
);

/** What a stack's file says, if it is accepted. */
function accepted(key: string, value: unknown) {
  const raw = { "slipway:owner": "Acme", "aws:region": "eu-west-1", [key]: JSON.stringify(value) };
  const { configuration, problems } = readConfiguration(raw, [shop]);
  return problems.length === 0 ? configuration : undefined;
}

describe("no configuration widens who may pull", () => {
  it("by the role to more than the named accounts and roles, nor to more than pulling (property)", () => {
    fc.assert(
      fc.property(puller, puller, (named, other) => {
        const configuration = accepted("slipway:ciAccess", { kind: "role", pullers: [named] });
        if (configuration === undefined) return;
        const [role] = resolved(shop, configuration).roles;
        assert.ok(role);
        const { trust, permissions } = roleDocuments(role, place.account);
        const may = (principal: string) =>
          mayTake(trust, { principal: { AWS: principal }, action: "sts:AssumeRole", context: {} });
        const principalOf = (who: string) =>
          who.startsWith("arn:") ? who : `arn:aws:iam::${who}:user/anybody`;
        assert.equal(may(principalOf(named)), true);
        assert.equal(may(principalOf(other)), other === named || isOf(named, principalOf(other)));
        assert.doesNotMatch(JSON.stringify(trust), /[*?$]/);
        for (const action of RIGHTS.push) {
          const isPull = PULL.includes(action);
          assert.equal(permits(permissions, action, repositoryArn(place, "shop")), isPull);
          assert.equal(permits(permissions, action, repositoryArn(place, "shop-x")), false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("by a repository's policy to anything but whole accounts, by their id (property)", () => {
    fc.assert(
      fc.property(puller, (named) => {
        const accounts = accepted("slipway:pullAccounts", [named])?.pullAccounts;
        if (accounts === undefined) return;
        assert.deepEqual(
          pullPolicy(accounts)?.Statement.map(({ Principal, Action }) => [Principal, Action]),
          [[{ AWS: [`arn:aws:iam::${named}:root`] }, PULL]],
        );
        assert.match(named, /^\d{12}$/);
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether a principal belongs to a whole account that is named. */
function isOf(account: string, principal: string): boolean {
  return /^\d{12}$/.test(account) && principal.startsWith(`arn:aws:iam::${account}:`);
}
