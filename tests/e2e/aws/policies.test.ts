import { deepEqual, match, ok, rejects } from "node:assert/strict";
import {
  CreateRepositoryCommand,
  type ECRClient,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { resolve } from "../../../src/plan/resolve.js";
import type { RepositoryPlan } from "../../../src/plan/ecr/repository-plan.js";
import type { System } from "../../../src/catalogue/system.js";
import { fixtureCatalogue as catalogue } from "../../fixture-catalogue/index.js";
import { configuration } from "../../src/plan/fixtures.js";
import { ACCOUNT, awsPrograms, type Cloud, REGION, startCloud } from "./cloud.js";
import { findingsIn } from "./iam-linter.js";

const usual: Configuration = {
  ...configuration,
  systems: catalogue.map(({ name }) => name),
  registry: { kind: "cloud", region: REGION },
  checkouts: {},
};

/** Every system of the catalogue, with images that also take release tags. */
const withReleases: System[] = catalogue.map((system) => ({
  ...system,
  images: system.images.map((image) => ({
    ...image,
    tags: [...image.tags, { kind: "git-tag" }],
  })),
}));

const stacks: Readonly<Record<string, readonly RepositoryPlan[]>> = {
  "as delivered": repositories(usual),
  "by the letter, nothing kept (D35)": repositories({
    ...usual,
    retention: { ...usual.retention, keepTags: [] },
  }),
  "with releases": repositories(usual, withReleases),
  "with a build cache": repositories({ ...usual, buildCache: "registry" }),
  "with accounts that may pull": repositories({ ...usual, pullAccounts: ["111122223333", "444455556666"] }),
  "kept for a day": repositories({ ...usual, retention: { ...usual.retention, days: 1 } }),
};

describe("policy documents on AWS", () => {
  let cloud: Cloud;
  let programs: string;

  before(async () => {
    programs = await awsPrograms();
    cloud = await startCloud();
    await makeRepository(cloud.ecr, "bad");
  });
  after(() => cloud.stop());

  for (const [index, [title, planned]] of Object.entries(stacks).entries()) {
    it(`are taken by ECR's validation, and the IAM linter finds nothing: ${title}`, async () => {
      for (const { name, lifecycle, policy } of planned) {
        const repositoryName = `stack-${index}/${name}`;
        await makeRepository(cloud.ecr, repositoryName);
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

  it("cover a policy for pulling: the linter had something to read", () => {
    deepEqual(
      stacks["with accounts that may pull"]?.map(({ policy }) => policy?.Statement.length),
      [1, 1, 1],
    );
  });

  it("a lifecycle policy with a count of 0 is refused", async () => {
    const lifecyclePolicyText = JSON.stringify(stacks["as delivered"]?.[0]?.lifecycle).replaceAll(
      /"countNumber":\d+/g,
      '"countNumber":0',
    );
    const put = cloud.ecr.send(new PutLifecyclePolicyCommand({ repositoryName: "bad", lifecyclePolicyText }));
    await rejects(put, /lower than the required minimum/);
  });

  it("a policy with an action that does not exist is found", async () => {
    const [planned] = stacks["with accounts that may pull"] ?? [];
    const document = JSON.parse(
      JSON.stringify(withResource(planned?.policy, "bad")).replace("ecr:BatchGetImage", "ecr:BatchGetImages"),
    ) as unknown;
    match((await findingsIn(programs, document)).join(), /UNKNOWN_ACTION/);
  });
});

function repositories(
  configuration: Configuration,
  systems: readonly System[] = catalogue,
): readonly RepositoryPlan[] {
  return resolve(configuration, systems).flatMap((system) => system.repositories);
}

function makeRepository(ecr: ECRClient, repositoryName: string) {
  return ecr.send(new CreateRepositoryCommand({ repositoryName }));
}

/** A repository policy is about its own repository and says so nowhere; the linter wants it said. */
function withResource(policy: RepositoryPlan["policy"], repository: string): unknown {
  const Resource = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repository}`;
  return { ...policy, Statement: policy?.Statement.map((statement) => ({ ...statement, Resource })) };
}
