import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { GetRegistryScanningConfigurationCommand } from "@aws-sdk/client-ecr";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRolePolicyCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { type Claims, mayPush } from "../../../src/plan/access/may-push.js";
import type { RoleDocuments } from "../../../src/plan/access/role-documents.js";
import { ACCOUNT, type Cloud, makeGithubProvider, REGION, startCloud } from "./cloud.js";
import { writesAmong } from "./faults.js";
import { Project } from "../local/project.js";

const ROLE = "slipway-blog-push";
const place = { account: ACCOUNT, region: REGION };

/** A job's token, as GitHub gives it on a push to a branch. */
function tokenFor(repository: string, branch = "main", id = "22"): Claims {
  return {
    iss: "https://token.actions.githubusercontent.com",
    aud: "sts.amazonaws.com",
    sub: `repo:${repository}:ref:refs/heads/${branch}`,
    repository_id: id,
  };
}

describe("the role by which CI pushes, at AWS", () => {
  let cloud: Cloud;
  let dev: Project;

  before(async () => {
    cloud = await startCloud();
    dev = await Project.ofStack("dev", cloud.environment);
    const up = await dev.up();
    ok(up.succeeded, up.output);
  });
  beforeEach(() => {
    cloud.api.clear();
  });
  after(async () => {
    await dev.remove();
    await cloud.stop();
  });

  const may = async (claims: Claims, repository = "blog") =>
    mayPush(await documentsAt(cloud), claims, place, repository).allowed;

  it("lets in the repository's main and nobody else, by the documents that AWS holds", async () => {
    equal(await may(tokenFor("example/Blog")), true);
    equal(await may(tokenFor("example/Blog"), "blog-base"), true);
    equal(await may(tokenFor("example/Blog"), "another"), false);
    equal(await may(tokenFor("example/Blog", "feature")), false);
    equal(await may(tokenFor("example-evil/Blog")), false);
    equal(await may(tokenFor("example@11/Blog@22")), false);
  });

  it("takes in both forms of subject once the ids are known, in place", async () => {
    await dev.set("slipway:ciAccess.githubIds.blog.owner", 11);
    await dev.set("slipway:ciAccess.githubIds.blog.repository", 22);
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(up.changes, [`update Role ${ROLE}`]);
    equal(await may(tokenFor("example/Blog")), true);
    equal(await may(tokenFor("example@11/Blog@22")), true);
    equal(await may(tokenFor("example/Blog", "main", "99")), false);
  });

  it("is limited in time and by a boundary where the stack says so, and no longer where it does not", async () => {
    await dev.set("slipway:ciAccess.sessionHours", 2);
    await dev.set("slipway:ciAccess.permissionsBoundary", `arn:aws:iam::${ACCOUNT}:policy/ci`);
    deepEqual((await dev.up()).changes, [`update Role ${ROLE}`]);
    deepEqual(await limitsAt(cloud), [7200, `arn:aws:iam::${ACCOUNT}:policy/ci`]);
    await dev.unset("slipway:ciAccess.permissionsBoundary");
    await dev.unset("slipway:ciAccess.sessionHours");
    deepEqual((await dev.up()).changes, [`update Role ${ROLE}`]);
    deepEqual(await limitsAt(cloud), [3600, undefined]);
  });

  it("has a second one beside it to pull, while the stack names pullers", async () => {
    const pull = ["Role", "RolePoliciesExclusive", "RolePolicy", "RolePolicyAttachmentsExclusive"].map(
      (type) => `${type} slipway-blog-pull`,
    );
    await dev.set("slipway:ciAccess.pullers[0]", "111122223333");
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(
      up.changes,
      pull.map((resource) => `create ${resource}`),
    );
    const documents = await documentsAt(cloud, "slipway-blog-pull", "pull");
    deepEqual(documents.trust.Statement[0]?.Principal, { AWS: ["arn:aws:iam::111122223333:root"] });
    await dev.unset("slipway:ciAccess.pullers");
    deepEqual(
      (await dev.up()).changes,
      pull.map((resource) => `delete ${resource}`),
    );
  });

  for (const [what, alter, seen] of [
    [
      "whose trust was opened to every repository",
      () =>
        cloud.iam.send(
          new UpdateAssumeRolePolicyCommand({
            RoleName: ROLE,
            PolicyDocument: JSON.stringify({
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
            }),
          }),
        ),
      "Role",
    ],
    [
      "whose sessions were made longer",
      () => cloud.iam.send(new UpdateRoleCommand({ RoleName: ROLE, MaxSessionDuration: 43_200 })),
      "Role",
    ],
    ["whose own policy was widened", () => putPolicy(cloud, "push", "ecr:*"), "RolePolicy"],
    ["that was given another policy inside", () => putPolicy(cloud, "more", "s3:*"), "RolePoliciesExclusive"],
    [
      "that was given an administrator's rights",
      () => attachEverything(cloud),
      "RolePolicyAttachmentsExclusive",
    ],
  ] as const) {
    it(`${what} behind its back, is shown by a refresh and put right by up`, async () => {
      const before = await everythingAt(cloud);
      await alter();
      const refresh = await dev.refresh();
      ok(refresh.succeeded, refresh.output);
      deepEqual(refresh.changes, [`update ${seen} ${ROLE}`]);
      const repair = await dev.up();
      ok(repair.succeeded, repair.output);
      deepEqual(repair.changes, [`update ${seen} ${ROLE}`]);
      deepEqual(await everythingAt(cloud), before);
    });
  }

  it("is made again where somebody deleted it", async () => {
    await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: "push" }));
    await cloud.iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
    ok((await dev.refresh()).succeeded);
    const repair = await dev.up();
    ok(repair.succeeded, repair.output);
    equal(repair.changes.length, 4);
    equal(await may(tokenFor("example/Blog")), true);
  });

  it("does not keep the stack from setting how the registry scans, nor from setting it back", async () => {
    await dev.set("slipway:registryScanning", "enhanced");
    deepEqual((await dev.up()).changes, ["create RegistryScanningConfiguration scanning"]);
    deepEqual(await scanningAt(cloud), ["ENHANCED", ["CONTINUOUS_SCAN"]]);
    await dev.set("slipway:registryScanning", "basic");
    deepEqual((await dev.up()).changes, ["update RegistryScanningConfiguration scanning"]);
    deepEqual(await scanningAt(cloud), ["BASIC", ["SCAN_ON_PUSH"]]);
    deepEqual((await dev.up()).changes, []);
    await dev.set("slipway:registryScanning", "none");
    deepEqual((await dev.up()).changes, ["delete RegistryScanningConfiguration scanning"]);
    deepEqual(await scanningAt(cloud), ["BASIC", []]);
  });
});

describe("the role by which CI pushes, on an IAM that fails", () => {
  let cloud: Cloud;
  let dev: Project;

  beforeEach(async () => {
    cloud = await startCloud();
    dev = await Project.ofStack("dev", cloud.environment);
  });
  afterEach(async () => {
    await dev.remove();
    await cloud.stop();
  });

  for (const [operation, said] of [
    ["CreateOpenIDConnectProvider", /creating IAM OIDC Provider .*AccessDenied/],
    ["CreateRole", /IAM Role .*AccessDenied/],
    ["PutRolePolicy", /IAM Role .*Policy.*AccessDenied/],
  ] as const) {
    it(`names what was refused where ${operation} is denied; the next run makes the rest, once`, async () => {
      cloud.api.fail({ operation, error: "AccessDeniedException" });
      const half = await dev.up();
      ok(!half.succeeded);
      match(half.output, said);
      doesNotMatch(half.output, /^\s+at /m, "no stack trace");

      cloud.api.clear();
      const rest = await dev.up();
      ok(rest.succeeded, rest.output);
      const made = [...half.changes, ...rest.changes];
      equal(new Set(made).size, made.length, "nothing twice");
      equal(made.length, 9);
      deepEqual((await dev.up()).changes, []);
    });
  }

  it("says to find the provider where the account has one that the stack would make", async () => {
    await makeGithubProvider(cloud);
    for (const outcome of [await dev.preview(), await dev.up()]) {
      ok(!outcome.succeeded);
      match(
        outcome.output,
        /slipway:ciAccess\.oidcProvider is create, but the account has a provider .* Write oidcProvider: existing/s,
      );
      doesNotMatch(outcome.output, /^\s+at /m, "no stack trace");
    }
    deepEqual(writesAmong(cloud.api.calls), []);
    await dev.set("slipway:ciAccess.oidcProvider", "existing");
    ok((await dev.up()).succeeded, "the fix helps");
  });

  it("says to let a stack make the provider where the account has none to find", async () => {
    await dev.set("slipway:ciAccess.oidcProvider", "existing");
    for (const outcome of [await dev.preview(), await dev.up()]) {
      ok(!outcome.succeeded);
      match(outcome.output, /slipway:ciAccess\.oidcProvider is existing, but AWS does not show a provider/);
      match(outcome.output, /oidcProvider: create/);
      doesNotMatch(outcome.output, /^\s+at /m, "no stack trace");
    }
    deepEqual(writesAmong(cloud.api.calls), []);
    await dev.set("slipway:ciAccess.oidcProvider", "create");
    ok((await dev.up()).succeeded, "the fix helps");
  });

  it("does not let a stack delete the provider that it made by a slip of the word", async () => {
    ok((await dev.up()).succeeded);
    await dev.set("slipway:ciAccess.oidcProvider", "existing");
    const up = await dev.up();
    ok(!up.succeeded);
    match(up.output, /this stack made the account's provider .* Write oidcProvider: create again/s);
    deepEqual(up.changes, []);
  });
});

/** As AWS's own AdministratorAccess, which moto does not have. */
async function attachEverything({ iam }: Cloud): Promise<void> {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "everything", PolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: Policy?.Arn }));
}

function putPolicy({ iam }: Cloud, PolicyName: string, Action: string) {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
  return iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName, PolicyDocument }));
}

async function documentsAt({ iam }: Cloud, RoleName = ROLE, PolicyName = "push"): Promise<RoleDocuments> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  const read = (text = "") => JSON.parse(decodeURIComponent(text)) as unknown;
  return {
    trust: read(Role?.AssumeRolePolicyDocument) as RoleDocuments["trust"],
    permissions: read(PolicyDocument) as RoleDocuments["permissions"],
  };
}

async function limitsAt({ iam }: Cloud) {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: ROLE }));
  return [Role?.MaxSessionDuration, Role?.PermissionsBoundary?.PermissionsBoundaryArn];
}

async function everythingAt(cloud: Cloud) {
  const { PolicyNames } = await cloud.iam.send(new ListRolePoliciesCommand({ RoleName: ROLE }));
  const { AttachedPolicies } = await cloud.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: ROLE }));
  return { ...(await documentsAt(cloud)), limits: await limitsAt(cloud), PolicyNames, AttachedPolicies };
}

async function scanningAt({ ecr }: Cloud) {
  const { scanningConfiguration } = await ecr.send(new GetRegistryScanningConfigurationCommand({}));
  return [
    scanningConfiguration?.scanType,
    scanningConfiguration?.rules?.map(({ scanFrequency }) => scanFrequency),
  ];
}
