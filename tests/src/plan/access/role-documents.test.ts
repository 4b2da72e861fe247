import assert from "node:assert/strict";
import fc from "fast-check";
import { readConfiguration } from "../../../../src/configuration/read.js";
import { mayTake, permits } from "../../../../src/plan/access/iam-evaluator.js";
import { repositoryArn, RIGHTS, roleDocuments } from "../../../../src/plan/access/role-documents.js";
import type { RolePlan } from "../../../../src/plan/resolved-system.js";
import { resolved, system } from "../fixtures.js";
import { place, pushRole } from "./configuration.js";

const shop = system();

/** What pulling takes, and no more. */
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];
const Version = "2012-10-17";
const Effect = "Allow";
const logIn = { Sid: "LogIn", Effect, Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] };

const ids = { owner: 11, repository: 22 };
const push: RolePlan = {
  ...pushRole({ owner: "Acme", name: "Shop", ids }, [
    { kind: "branch", name: "main" },
    { kind: "tag", filter: "v*" },
  ]),
  repositories: ["shop-base", "shop"],
};

describe("roleDocuments", () => {
  it("let jobs of one repository push, exact in who, where and what", () => {
    const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;
    const equal = { [claim("aud")]: ["sts.amazonaws.com"], [claim("repository_id")]: ["22"] };
    const jobs = {
      Effect,
      Principal: {
        Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
      },
      Action: "sts:AssumeRoleWithWebIdentity",
    };
    const subjects = (ref: string) => [`repo:Acme/Shop:${ref}`, `repo:Acme@11/Shop@22:${ref}`];
    assert.deepEqual(roleDocuments(push, place.account), {
      trust: {
        Version,
        Statement: [
          {
            Sid: "JobsByExactSubject",
            ...jobs,
            Condition: { StringEquals: { ...equal, [claim("sub")]: subjects("ref:refs/heads/main") } },
          },
          {
            Sid: "JobsForTagsByPattern",
            ...jobs,
            Condition: { StringEquals: equal, StringLike: { [claim("sub")]: subjects("ref:refs/tags/v*") } },
          },
        ],
      },
      permissions: {
        Version,
        Statement: [
          logIn,
          {
            Sid: "PushToNamedRepositories",
            Effect,
            Action: [...PULL, ...PUSH],
            Resource: ["shop-base", "shop"].map(
              (name) => `arn:aws:ecr:eu-west-1:123456789012:repository/${name}`,
            ),
          },
        ],
      },
    });
  });

  it("let named accounts and roles pull, and do nothing else", () => {
    const principals = ["111122223333", "arn:aws-cn:iam::444455556666:role/deploy"];
    const pull: RolePlan = {
      ...push,
      right: "pull",
      repositories: ["shop"],
      region: "cn-north-1",
      trusted: { kind: "aws", principals },
    };
    const AWS = ["arn:aws-cn:iam::111122223333:root", "arn:aws-cn:iam::444455556666:role/deploy"];
    const Resource = ["arn:aws-cn:ecr:cn-north-1:123456789012:repository/shop"];
    assert.deepEqual(roleDocuments(pull, place.account), {
      trust: {
        Version,
        Statement: [{ Sid: "NamedPrincipals", Effect, Principal: { AWS }, Action: "sts:AssumeRole" }],
      },
      permissions: {
        Version,
        Statement: [logIn, { Sid: "PullFromNamedRepositories", Effect, Action: PULL, Resource }],
      },
    });
  });
});

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
        const configuration = accepted("slipway:pullAccounts", [named]);
        if (configuration === undefined) return;
        const { policy } = resolved(shop, configuration).repositories[0] ?? {};
        assert.deepEqual(
          policy?.Statement.map(({ Principal, Action }) => [Principal, Action]),
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
