import { deepEqual, rejects, throws } from "node:assert/strict";
import { configurationFailures, FakeAwsProvider } from "./provider.js";

const REPOSITORY = "aws:ecr/repository:Repository";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const ROLE = "aws:iam/role:Role";
const ATTACHMENTS = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive";

const repository = {
  name: "app",
  region: "eu-west-1",
  forceDelete: false,
  imageScanningConfiguration: { scanOnPush: true },
  imageTagMutability: "MUTABLE",
  imageTagMutabilityExclusionFilters: [],
  encryptionConfigurations: [{ encryptionType: "AES256" }],
};
const rule = (days: number) => ({ rules: [{ rulePriority: 1, selection: { countNumber: days } }] });
const lifecycle = { repository: "app", region: "eu-west-1", policy: JSON.stringify(rule(30)) };
const trust = { Version: "2012-10-17", Statement: [] };
const role = {
  name: "push",
  description: "",
  maxSessionDuration: 3600,
  permissionsBoundary: "",
  assumeRolePolicy: JSON.stringify(trust),
};
const spelt = { name: "push", assumeRolePolicy: JSON.stringify(trust, undefined, 2) };
const attachments = { roleName: "push", policyArns: [] };

describe("the fake AWS provider", () => {
  const provider = new FakeAwsProvider();
  before(() => {
    provider.configure({ region: "eu-west-1" });
  });

  it("refuses types and functions that it does not know, and their unknown arguments", async () => {
    throws(() => provider.check("aws:s3/bucket:Bucket", {}), /does not know the resource type aws:s3/);
    await rejects(provider.invoke("aws:s3/getBucket:getBucket", {}), /does not know the function/);
    const token = "aws:ecr/getAuthorizationToken:getAuthorizationToken";
    await rejects(provider.invoke(token, { colour: "red" }), /does not know the arguments colour/);
  });

  for (const [what, found, faults] of [
    [
      "unknown, missing and ill-formed inputs, all at once",
      () => provider.check(REPOSITORY, { scanOnPush: true, imageTagMutability: "SOMETIMES" }),
      ["imageTagMutability", "name", "scanOnPush"],
    ],
    [
      "a session that IAM would not grant, and a role without a name",
      () => provider.check(ROLE, { assumeRolePolicy: "{}", maxSessionDuration: 43_201 }),
      ["maxSessionDuration", "name"],
    ],
    [
      "a setting that it does not honour, and a region that does not exist",
      () => configurationFailures({ region: "eu-wst-1", defaultTags: "{}" }),
      ["defaultTags", "region"],
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      deepEqual(
        found()
          .map(({ property }) => property)
          .toSorted(),
        faults,
      );
    });
  }

  for (const [what, type, state, news, changed, replacing] of [
    [
      "none where what is left out has its default",
      REPOSITORY,
      repository,
      { name: "app", imageScanningConfiguration: { scanOnPush: true } },
      [],
      [],
    ],
    [
      "mutability and forceDelete in place, encryption by replacement",
      REPOSITORY,
      repository,
      {
        ...repository,
        forceDelete: true,
        imageTagMutability: "IMMUTABLE",
        encryptionConfigurations: [{ encryptionType: "KMS" }],
      },
      ["encryptionConfigurations", "forceDelete", "imageTagMutability"],
      ["encryptionConfigurations"],
    ],
    [
      "none between two spellings of one lifecycle policy",
      LIFECYCLE,
      lifecycle,
      { repository: "app", policy: JSON.stringify(rule(30), undefined, 2) },
      [],
      [],
    ],
    [
      "a replacement where a rule of a lifecycle differs",
      LIFECYCLE,
      lifecycle,
      { repository: "app", policy: JSON.stringify(rule(14)) },
      ["policy"],
      ["policy"],
    ],
    ["none between two spellings of one trust", ROLE, role, spelt, [], []],
    [
      "a role's limits in place",
      ROLE,
      role,
      { ...spelt, permissionsBoundary: "arn:aws:iam::aws:policy/x" },
      ["permissionsBoundary"],
      [],
    ],
    ["a role's name by replacement", ROLE, role, { ...spelt, name: "pull" }, ["name"], ["name"]],
    ["none of attachments that are wanted", ATTACHMENTS, attachments, attachments, [], []],
    [
      "attachments that are there and not wanted",
      ATTACHMENTS,
      { ...attachments, policyArns: ["arn:x"] },
      attachments,
      ["policyArns"],
      [],
    ],
  ] as const) {
    it(`finds the difference that the real one finds: ${what}`, () => {
      const found = provider.diff(type, state, news);
      deepEqual([found.changed.toSorted(), found.replacing], [changed, replacing]);
    });
  }

  it("talks to nothing but the endpoint it is given", async () => {
    const endpoint = process.env["AWS_ENDPOINT_URL"];
    delete process.env["AWS_ENDPOINT_URL"];
    try {
      await rejects(provider.create(REPOSITORY, { name: "app" }), /talks to moto alone/);
    } finally {
      if (endpoint !== undefined) process.env["AWS_ENDPOINT_URL"] = endpoint;
    }
  });
});
