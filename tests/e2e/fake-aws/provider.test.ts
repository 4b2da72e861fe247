import { deepEqual, rejects, throws } from "node:assert/strict";
import { configurationFailures } from "./configuration.js";
import { FakeAwsProvider } from "./provider.js";

const REPOSITORY = "aws:ecr/repository:Repository";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const ROLE = "aws:iam/role:Role";
const OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const ATTACHMENTS = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive";

const state = {
  name: "app",
  region: "eu-west-1",
  forceDelete: false,
  imageScanningConfiguration: { scanOnPush: true },
  imageTagMutability: "MUTABLE",
  imageTagMutabilityExclusionFilters: [],
  encryptionConfigurations: [{ encryptionType: "AES256" }],
  tags: {},
};

describe("the fake AWS provider is strict", () => {
  const provider = new FakeAwsProvider();
  before(() => {
    provider.configure({ region: "eu-west-1" });
  });

  it("refuses a resource type that it does not know", () => {
    throws(() => provider.check("aws:s3/bucket:Bucket", {}), /does not know the resource type aws:s3/);
  });

  it("refuses a function that it does not know, and unknown arguments", async () => {
    await rejects(provider.invoke("aws:s3/getBucket:getBucket", {}), /does not know the function/);
    const token = "aws:ecr/getAuthorizationToken:getAuthorizationToken";
    await rejects(provider.invoke(token, { colour: "red" }), /does not know the arguments colour/);
  });

  it("refuses unknown, missing and ill-formed inputs, all at once", () => {
    const failures = provider.check(REPOSITORY, { scanOnPush: true, imageTagMutability: "SOMETIMES" });
    deepEqual(failures.map(({ property }) => property).toSorted(), [
      "imageTagMutability",
      "name",
      "scanOnPush",
    ]);
  });

  it("refuses a session that IAM would not grant, and a role without a name", () => {
    const inputs = { assumeRolePolicy: "{}", maxSessionDuration: 43_201 };
    deepEqual(
      provider
        .check(ROLE, inputs)
        .map(({ property }) => property)
        .toSorted(),
      ["maxSessionDuration", "name"],
    );
  });

  it("refuses a setting that it does not honour, and a region that does not exist", () => {
    deepEqual(
      configurationFailures({ region: "eu-wst-1", defaultTags: "{}" }).map(({ property }) => property),
      ["defaultTags", "region"],
    );
  });
});

describe("the fake AWS provider finds the differences that the real one finds", () => {
  const provider = new FakeAwsProvider();
  before(() => {
    provider.configure({ region: "eu-west-1" });
  });

  it("none where what is left out has its default", () => {
    const inputs = { name: "app", imageScanningConfiguration: { scanOnPush: true } };
    deepEqual(provider.diff(REPOSITORY, state, inputs), { changed: [], replacing: [] });
  });

  it("mutability and forceDelete in place, encryption by replacement", () => {
    const inputs = {
      ...state,
      forceDelete: true,
      imageTagMutability: "IMMUTABLE",
      encryptionConfigurations: [{ encryptionType: "KMS" }],
    };
    const { changed, replacing } = provider.diff(REPOSITORY, state, inputs);
    deepEqual(changed.toSorted(), ["encryptionConfigurations", "forceDelete", "imageTagMutability"]);
    deepEqual(replacing, ["encryptionConfigurations"]);
  });

  it("none between two spellings of one lifecycle policy; a replacement where a rule differs", () => {
    const rule = (days: number) => ({ rulePriority: 1, selection: { countNumber: days } });
    const known = { repository: "app", region: "eu-west-1", policy: JSON.stringify({ rules: [rule(30)] }) };
    const spelt = { repository: "app", policy: JSON.stringify({ rules: [rule(30)] }, undefined, 2) };
    deepEqual(provider.diff(LIFECYCLE, known, spelt).changed, []);
    const other = { repository: "app", policy: JSON.stringify({ rules: [rule(14)] }) };
    deepEqual(provider.diff(LIFECYCLE, known, other).replacing, ["policy"]);
  });

  it("of a role: its trust by meaning and its limits in place, its name by replacement", () => {
    const trust = { Version: "2012-10-17", Statement: [] };
    const known = {
      name: "push",
      description: "",
      maxSessionDuration: 3600,
      permissionsBoundary: "",
      assumeRolePolicy: JSON.stringify(trust),
    };
    const spelt = { name: "push", assumeRolePolicy: JSON.stringify(trust, undefined, 2) };
    deepEqual(provider.diff(ROLE, known, spelt).changed, []);
    const boundary = { ...spelt, permissionsBoundary: "arn:aws:iam::aws:policy/x" };
    deepEqual(provider.diff(ROLE, known, boundary), { changed: ["permissionsBoundary"], replacing: [] });
    deepEqual(provider.diff(ROLE, known, { ...spelt, name: "pull" }).replacing, ["name"]);
  });

  it("of a role's attachments: what is there and not wanted", () => {
    const wanted = { roleName: "push", policyArns: [] };
    deepEqual(provider.diff(ATTACHMENTS, wanted, wanted).changed, []);
    deepEqual(provider.diff(ATTACHMENTS, { ...wanted, policyArns: ["arn:x"] }, wanted).changed, [
      "policyArns",
    ]);
  });

  it("none where IAM leaves out the scheme of an OIDC provider", () => {
    const known = { url: "example.com", clientIdLists: ["sts"], tags: {} };
    deepEqual(provider.diff(OIDC, known, { ...known, url: "https://example.com" }).changed, []);
    deepEqual(provider.diff(OIDC, known, { ...known, url: "https://example.org" }).replacing, ["url"]);
  });

  it("and talks to nothing but the endpoint it is given", async () => {
    const endpoint = process.env["AWS_ENDPOINT_URL"];
    delete process.env["AWS_ENDPOINT_URL"];
    try {
      await rejects(provider.create(REPOSITORY, { name: "app" }), /talks to moto alone/);
    } finally {
      if (endpoint !== undefined) process.env["AWS_ENDPOINT_URL"] = endpoint;
    }
  });
});
