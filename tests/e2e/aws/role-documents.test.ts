import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import {
  CreateRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import * as v from "valibot";
import type { TrustPolicy } from "../../../src/plan/access/iam-document.js";
import type { CiAccess, Configuration } from "../../../src/configuration/configuration.js";
import { resolve } from "../../../src/plan/resolve.js";
import { roleDocuments } from "../../../src/plan/access/role-documents.js";
import type { RolePlan } from "../../../src/plan/resolved-system.js";
import type { System } from "../../../src/catalogue/system.js";
import { fixtureCatalogue as catalogue } from "../../fixture-catalogue/index.js";
import { pushingSystem } from "../../src/plan/access/workflows.js";
import { configuration } from "../../src/plan/fixtures.js";
import { ACCOUNT, awsPrograms, type Cloud, REGION, startCloud } from "./cloud.js";
import { findingsIn, findingsInTrust } from "./iam-linter.js";

const statements = v.looseObject({ Statement: v.array(v.looseObject({})) });

type Roles = Extract<CiAccess, { kind: "role" }>;

const plain: Roles = { kind: "role", oidcProvider: "existing", sessionHours: 1, githubIds: {}, pullers: [] };
const ids = Object.fromEntries(catalogue.map(({ name }, index) => [name, { owner: 11, repository: index }]));

/** Each system as if it were in ECR, with a workflow that pushes there. */
function inEcr(on?: Parameters<typeof pushingSystem>[0], environment?: string): System[] {
  const { workflows } = pushingSystem(on, environment === undefined ? {} : { environment });
  return catalogue.map((system) => ({ ...system, registry: "ecr", ...(workflows && { workflows }) }));
}

const stacks: Readonly<Record<string, readonly RolePlan[]>> = {
  "as delivered": roles(plain, catalogue),
  "every system in ECR": roles(plain),
  "by the repository's numbers, too": roles({ ...plain, githubIds: ids }),
  "from an environment": roles(plain, inEcr({ push: {} }, "prod:eu")),
  "from tags alone": roles(plain, inEcr({ push: { tags: ["v*", "[0-9]+.[0-9]+.[0-9]+"] } })),
  "with a boundary and long sessions": roles({
    ...plain,
    sessionHours: 12,
    permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary/ci`,
  }),
  "with accounts and roles that pull": roles({
    ...plain,
    pullers: ["111122223333", "arn:aws:iam::444455556666:role/deploy/service"],
  }),
};

describe("the documents of CI's roles", () => {
  let cloud: Cloud;
  let programs: string;

  before(async () => {
    programs = await awsPrograms();
    cloud = await startCloud();
  });
  after(() => cloud.stop());

  for (const [index, [title, planned]] of Object.entries(stacks).entries()) {
    it(`are taken by IAM's validation, and the IAM linter finds nothing: ${title}`, async () => {
      for (const role of planned) {
        const { trust, permissions } = roleDocuments(role, ACCOUNT);
        await makeRole(cloud.iam, `${role.name}-${index}`, role, JSON.stringify(trust), permissions);
        deepEqual(await findingsInTrust(programs, trust, arnOf(role)), [], role.name);
        deepEqual(await findingsIn(programs, permissions), [], role.name);
      }
    });
  }

  it("are those of every system and of both purposes: the linter had something to read", () => {
    deepEqual(
      Object.values(stacks).map((planned) => planned.length),
      [1, 5, 5, 5, 5, 5, 10],
    );
    const subjects = JSON.stringify(stacks["by the repository's numbers, too"]?.map(documentsOf));
    for (const { repository } of catalogue) match(subjects, new RegExp(`/${repository}@\\d+:ref:`));
  });

  it("hold no wildcard but in the git tags of a trust, and where logging in has to have one", () => {
    for (const role of Object.values(stacks).flat()) {
      const { trust, permissions } = documentsOf(role);
      const tags = /"repo:[^"*]*:ref:refs\/tags\/[^"]*"/g;
      equal(JSON.stringify(trust).replaceAll(tags, "").includes("*"), false, role.name);
      const login = '"Action":["ecr:GetAuthorizationToken"],"Resource":["*"]';
      ok(JSON.stringify(permissions).includes(login));
      equal(JSON.stringify(permissions).replace(login, "").includes("*"), false, role.name);
    }
  });

  it("would be found out: a trust for an action that does not exist, or by a claim of somebody else's", async () => {
    const [role] = stacks["as delivered"] ?? [];
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

function roles(ciAccess: Roles, systems: readonly System[] = inEcr()): readonly RolePlan[] {
  const usual: Configuration = {
    ...configuration,
    systems: systems.map(({ name }) => name),
    registry: { kind: "cloud", region: REGION },
    checkouts: {},
    ciAccess,
  };
  return resolve(usual, systems).flatMap((system) => system.roles);
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
