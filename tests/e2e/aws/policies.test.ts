import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import {
  CreateRepositoryCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import {
  CreateRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import * as v from "valibot";
import type { System } from "../../../src/catalogue/system.js";
import type { CiAccess, Configuration } from "../../../src/configuration/configuration.js";
import type { TrustPolicy } from "../../../src/plan/access/iam-document.js";
import { roleDocuments } from "../../../src/plan/access/role-documents.js";
import type { RepositoryPlan } from "../../../src/plan/ecr/repository-plan.js";
import { resolve } from "../../../src/plan/resolve.js";
import type { RolePlan } from "../../../src/plan/resolved-system.js";
import { fixtureCatalogue as catalogue } from "../../fixture-catalogue/index.js";
import { pushingSystem } from "../../src/plan/access/workflows.js";
import { configuration } from "../../src/plan/fixtures.js";
import { ACCOUNT, awsPrograms, type Cloud, REGION, startCloud } from "./cloud.js";
import { findingsIn, findingsInTrust } from "./iam-linter.js";

/** The plan of a stack on AWS, of every system of a catalogue. */
function planned(settings: Partial<Configuration>, systems: readonly System[] = catalogue) {
  const registry = { kind: "cloud", region: REGION } as const;
  const names = systems.map(({ name }) => name);
  return resolve({ ...configuration, systems: names, registry, checkouts: {}, ...settings }, systems);
}

/** Every system of the catalogue, with images that also take release tags. */
const withReleases: System[] = catalogue.map((system) => ({
  ...system,
  images: system.images.map((image) => ({
    ...image,
    tags: [...image.tags, { kind: "git-tag" }],
  })),
}));

const repositories: Readonly<Record<string, readonly RepositoryPlan[]>> = {
  "as delivered": repositoriesOf({}),
  "by the letter, nothing kept (D35)": repositoriesOf({
    retention: { ...configuration.retention, keepTags: [] },
  }),
  "with releases": repositoriesOf({}, withReleases),
  "with a build cache": repositoriesOf({ buildCache: "registry" }),
  "with accounts that may pull": repositoriesOf({ pullAccounts: ["111122223333", "444455556666"] }),
  "kept for a day": repositoriesOf({ retention: { ...configuration.retention, days: 1 } }),
};

const statements = v.looseObject({ Statement: v.array(v.looseObject({})) });

type Roles = Extract<CiAccess, { kind: "role" }>;

const plain: Roles = { kind: "role", oidcProvider: "existing", sessionHours: 1, githubIds: {}, pullers: [] };
const ids = Object.fromEntries(catalogue.map(({ name }, index) => [name, { owner: 11, repository: index }]));

/** Each system as if it were in ECR, with a workflow that pushes there. */
function inEcr(on?: Parameters<typeof pushingSystem>[0], environment?: string): System[] {
  const { workflows } = pushingSystem(on, environment === undefined ? {} : { environment });
  return catalogue.map((system) => ({ ...system, registry: "ecr", ...(workflows && { workflows }) }));
}

const roles: Readonly<Record<string, readonly RolePlan[]>> = {
  "as delivered": rolesOf(plain, catalogue),
  "every system in ECR": rolesOf(plain),
  "by the repository's numbers, too": rolesOf({ ...plain, githubIds: ids }),
  "from an environment": rolesOf(plain, inEcr({ push: {} }, "prod:eu")),
  "from tags alone": rolesOf(plain, inEcr({ push: { tags: ["v*", "[0-9]+.[0-9]+.[0-9]+"] } })),
  "with a boundary and long sessions": rolesOf({
    ...plain,
    sessionHours: 12,
    permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary/ci`,
  }),
  "with accounts and roles that pull": rolesOf({
    ...plain,
    pullers: ["111122223333", "arn:aws:iam::444455556666:role/deploy/service"],
  }),
};

describe("policy documents on AWS", () => {
  let cloud: Cloud;
  let programs: string;

  before(async () => {
    programs = await awsPrograms();
    cloud = await startCloud();
  });
  after(() => cloud.stop());

  for (const [index, [title, plans]] of Object.entries(repositories).entries()) {
    it(`policies of repositories are taken by ECR's validation, and the IAM linter finds nothing: ${title}`, async () => {
      for (const { name, lifecycle, policy } of plans) {
        const repositoryName = `stack-${index}/${name}`;
        await cloud.ecr.send(new CreateRepositoryCommand({ repositoryName }));
        const lifecyclePolicyText = JSON.stringify(lifecycle);
        // ECR's own limits, which moto does not check.
        ok(lifecyclePolicyText.length >= 100 && lifecyclePolicyText.length <= 30_720);
        await cloud.ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
        if (policy === undefined) continue;
        const policyText = JSON.stringify(policy);
        await cloud.ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
        deepEqual(await findingsIn(programs, withResource(policy, name)), []);
      }
    });
  }

  it("policies for pulling are among them: the linter had something to read", () => {
    deepEqual(
      repositories["with accounts that may pull"]?.map(({ policy }) => policy?.Statement.length),
      [1, 1, 1],
    );
  });

  it("a lifecycle policy with a count of 0 is refused", async () => {
    const lifecyclePolicyText = JSON.stringify(repositories["as delivered"]?.[0]?.lifecycle).replaceAll(
      /"countNumber":\d+/g,
      '"countNumber":0',
    );
    await cloud.ecr.send(new CreateRepositoryCommand({ repositoryName: "bad" }));
    const put = cloud.ecr.send(new PutLifecyclePolicyCommand({ repositoryName: "bad", lifecyclePolicyText }));
    await rejects(put, /lower than the required minimum/);
  });

  it("a policy with an action that does not exist is found", async () => {
    const [planned] = repositories["with accounts that may pull"] ?? [];
    const document = JSON.parse(
      JSON.stringify(withResource(planned?.policy, "bad")).replace("ecr:BatchGetImage", "ecr:BatchGetImages"),
    ) as unknown;
    match((await findingsIn(programs, document)).join(), /UNKNOWN_ACTION/);
  });

  for (const [index, [title, plans]] of Object.entries(roles).entries()) {
    it(`documents of roles are taken by IAM's validation, and the IAM linter finds nothing: ${title}`, async () => {
      for (const role of plans) {
        const { trust, permissions } = documentsOf(role);
        await makeRole(cloud.iam, `${role.name}-${index}`, role, JSON.stringify(trust), permissions);
        deepEqual(await findingsInTrust(programs, trust, arnOf(role)), [], role.name);
        deepEqual(await findingsIn(programs, permissions), [], role.name);
      }
    });
  }

  it("documents of roles are those of every system and of both purposes: the linter had something to read", () => {
    deepEqual(
      Object.values(roles).map(({ length }) => length),
      [1, 5, 5, 5, 5, 5, 10],
    );
    const subjects = JSON.stringify(roles["by the repository's numbers, too"]?.map(documentsOf));
    for (const { repository } of catalogue) match(subjects, new RegExp(`/${repository}@\\d+:ref:`));
  });

  it("documents of roles hold no wildcard but in the git tags of a trust, and where logging in has to have one", () => {
    for (const role of Object.values(roles).flat()) {
      const { trust, permissions } = documentsOf(role);
      const tags = /"repo:[^"*]*:ref:refs\/tags\/[^"]*"/g;
      equal(JSON.stringify(trust).replaceAll(tags, "").includes("*"), false, role.name);
      const login = '"Action":["ecr:GetAuthorizationToken"],"Resource":["*"]';
      ok(JSON.stringify(permissions).includes(login));
      equal(JSON.stringify(permissions).replace(login, "").includes("*"), false, role.name);
    }
  });

  it("it is found out: a trust for an action that does not exist, or by a claim of somebody else's", async () => {
    const [role] = roles["as delivered"] ?? [];
    ok(role);
    const { trust, permissions } = documentsOf(role);
    const action = altered(trust, "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleForAll");
    await rejects(makeRole(cloud.iam, "bad", role, JSON.stringify(action), permissions), /MalformedPolicy/);
    match((await findingsInTrust(programs, action, arnOf(role))).join(), /UNKNOWN_ACTION/);
    const claim = altered(trust, "token.actions.", "tokens.actions.");
    match((await findingsInTrust(programs, claim, arnOf(role))).join(), /UNKNOWN_CONDITION_FOR_ACTION/);
  });
});

function altered(trust: TrustPolicy, text: string, by: string): { Statement: object[] } {
  return v.parse(statements, JSON.parse(JSON.stringify(trust).replaceAll(text, by)));
}

function rolesOf(ciAccess: Roles, systems: readonly System[] = inEcr()): readonly RolePlan[] {
  return planned({ ciAccess }, systems).flatMap((system) => system.roles);
}

function repositoriesOf(...settings: Parameters<typeof planned>): readonly RepositoryPlan[] {
  return planned(...settings).flatMap((system) => system.repositories);
}

function documentsOf(role: RolePlan) {
  return roleDocuments(role, ACCOUNT);
}

function arnOf({ name }: RolePlan): string {
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
}

/** moto looks into a trust policy only when it is changed. */
async function makeRole(
  iam: IAMClient,
  RoleName: string,
  role: RolePlan,
  trust: string,
  permissions: unknown,
) {
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: role.maxSessionDuration,
      ...(role.permissionsBoundary !== undefined && { PermissionsBoundary: role.permissionsBoundary }),
    }),
  );
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
  const PolicyDocument = JSON.stringify(permissions);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: role.right, PolicyDocument }));
}

/** A repository policy is about its own repository and says so nowhere; the linter wants it said. */
function withResource(policy: RepositoryPlan["policy"], repository: string): unknown {
  const Resource = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}`;
  return { ...policy, Statement: policy?.Statement.map((statement) => ({ ...statement, Resource })) };
}
