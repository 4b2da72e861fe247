import assert from "node:assert/strict";
import { GithubActionsRole } from "../../../components/access/github-actions-role.js";
import { registryRole } from "../../../components/access/registry-role.js";
import type { RolePlan } from "../../../src/plan/access/role-plan.js";
import { inputsOf, settled, useMocks, valueOf, type Registered } from "../mocks.js";

const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

const push: RolePlan = {
  name: "slipway-shop-push",
  description: "GitHub Actions of Acme/Shop push images",
  right: "push",
  repositories: ["shop-base", "shop"],
  trusted: {
    kind: "github",
    repository: { owner: "Acme", name: "Shop", ids: { owner: 11, repository: 22 } },
    origins: [
      { kind: "branch", name: "main" },
      { kind: "tag", filter: "v*" },
    ],
  },
  region: "eu-west-1",
  maxSessionDuration: 3600,
  permissionsBoundary: undefined,
};

describe("GithubActionsRole", () => {
  let registered: Registered[];
  beforeEach(async () => {
    registered = await useMocks();
  });

  it("declares one role and its one policy, exact in who, where and what", async () => {
    const role = new GithubActionsRole("shop-push", { plan: push, oidcProvider: provider });
    assert.equal(await valueOf(role.arn), "arn:aws:iam::123456789012:role/slipway-shop-push");
    await settled();
    assert.deepEqual(documentsOf(registered), {
      "GithubActionsRole shop-push": {},
      "Role shop-push": {
        name: "slipway-shop-push",
        description: "GitHub Actions of Acme/Shop push images",
        maxSessionDuration: 3600,
        assumeRolePolicy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "JobsByExactSubject",
              Effect: "Allow",
              Principal: { Federated: provider },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: {
                  "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
                  "token.actions.githubusercontent.com:repository_id": ["22"],
                  "token.actions.githubusercontent.com:sub": [
                    "repo:Acme/Shop:ref:refs/heads/main",
                    "repo:Acme@11/Shop@22:ref:refs/heads/main",
                  ],
                },
              },
            },
            {
              Sid: "JobsForTagsByPattern",
              Effect: "Allow",
              Principal: { Federated: provider },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: {
                  "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
                  "token.actions.githubusercontent.com:repository_id": ["22"],
                },
                StringLike: {
                  "token.actions.githubusercontent.com:sub": [
                    "repo:Acme/Shop:ref:refs/tags/v*",
                    "repo:Acme@11/Shop@22:ref:refs/tags/v*",
                  ],
                },
              },
            },
          ],
        },
      },
      "RolePolicy shop-push": {
        name: "push",
        role: "slipway-shop-push",
        policy: {
          Version: "2012-10-17",
          Statement: [
            { Sid: "LogIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
            {
              Sid: "PushToNamedRepositories",
              Effect: "Allow",
              Action: [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
                "ecr:CompleteLayerUpload",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
              ],
              Resource: [
                "arn:aws:ecr:eu-west-1:123456789012:repository/shop-base",
                "arn:aws:ecr:eu-west-1:123456789012:repository/shop",
              ],
            },
          ],
        },
      },
      "RolePoliciesExclusive shop-push": { roleName: "slipway-shop-push", policyNames: ["push"] },
      "RolePolicyAttachmentsExclusive shop-push": { roleName: "slipway-shop-push", policyArns: [] },
    });
  });

  it("has a session limit and a boundary where the plan sets them", async () => {
    const permissionsBoundary = "arn:aws:iam::123456789012:policy/ci";
    new GithubActionsRole("shop-push", { plan: { ...push, maxSessionDuration: 7200, permissionsBoundary } });
    await settled();
    const inputs = inputsOf(registered)["Role shop-push"];
    assert.equal(inputs?.["maxSessionDuration"], 7200);
    assert.equal(inputs["permissionsBoundary"], permissionsBoundary);
  });
});

describe("registryRole", () => {
  it("lets named accounts and roles pull, and do nothing else", async () => {
    const registered = await useMocks();
    const plan: RolePlan = {
      ...push,
      name: "slipway-shop-pull",
      right: "pull",
      region: "cn-north-1",
      trusted: { kind: "aws", principals: ["111122223333", "arn:aws-cn:iam::444455556666:role/deploy"] },
    };
    registryRole("shop-pull", plan, {});
    await settled();
    const documents = documentsOf(registered);
    assert.deepEqual(documents["Role shop-pull"]?.["assumeRolePolicy"], {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NamedPrincipals",
          Effect: "Allow",
          Principal: {
            AWS: ["arn:aws-cn:iam::111122223333:root", "arn:aws-cn:iam::444455556666:role/deploy"],
          },
          Action: "sts:AssumeRole",
        },
      ],
    });
    assert.deepEqual(documents["RolePolicy shop-pull"]?.["policy"], {
      Version: "2012-10-17",
      Statement: [
        { Sid: "LogIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
        {
          Sid: "PullFromNamedRepositories",
          Effect: "Allow",
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Resource: [
            "arn:aws-cn:ecr:cn-north-1:123456789012:repository/shop-base",
            "arn:aws-cn:ecr:cn-north-1:123456789012:repository/shop",
          ],
        },
      ],
    });
  });
});

/** A policy is an input as text; here it is read as what it says. */
function documentsOf(registered: readonly Registered[]): ReturnType<typeof inputsOf> {
  const read = (value: unknown): unknown =>
    typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value;
  return Object.fromEntries(
    Object.entries(inputsOf(registered)).map(([resource, inputs]) => [
      resource,
      Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, read(value)])),
    ]),
  );
}
