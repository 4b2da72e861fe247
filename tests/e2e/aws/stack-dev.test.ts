import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  GetLifecyclePolicyCommand,
  PutImageScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import { type Cloud, startCloud } from "./cloud.js";
import { Project } from "../local/project.js";

const REPOSITORIES = ["blog", "blog-base"] as const;

describe("the registries of stack dev on AWS", () => {
  let cloud: Cloud;
  let dev: Project;

  before(async () => {
    cloud = await startCloud();
    console.log(`    with ${cloud.plugin.description}`);
    dev = await Project.ofStack("dev", cloud.environment);
    // The whole stack is in life.test.ts, the role in roles.test.ts.
    await dev.unset("slipway:ciAccess");
  });
  after(async () => {
    await dev.remove();
    await cloud.stop();
  });

  it("makes both repositories: scanned on push, encrypted with AES256, tags mutable (D34)", async () => {
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(
      up.changes,
      REPOSITORIES.flatMap((name) => [
        `create LifecyclePolicy ${name}`,
        `create Repository ${name}`,
      ]).toSorted(),
    );
    const { repositories = [] } = await cloud.ecr.send(new DescribeRepositoriesCommand({}));
    deepEqual(
      new Map(
        repositories.map((repository) => [
          repository.repositoryName,
          [
            repository.imageScanningConfiguration?.scanOnPush,
            repository.encryptionConfiguration?.encryptionType,
            repository.imageTagMutability,
          ],
        ]),
      ),
      new Map(REPOSITORIES.map((name) => [name, [true, "AES256", "MUTABLE"]])),
    );
  });

  it("replaces the lifecycle policies alone when the retention changes", async () => {
    await dev.set("slipway:retention.days", 14);
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(
      up.changes,
      REPOSITORIES.map((name) => `replace LifecyclePolicy ${name}`),
    );
    const policy = await cloud.ecr.send(new GetLifecyclePolicyCommand({ repositoryName: "blog" }));
    match(policy.lifecyclePolicyText ?? "", /"countNumber":14/);
  });

  it("sees in a refresh what was altered behind its back, and repairs it", async () => {
    await cloud.ecr.send(
      new PutImageScanningConfigurationCommand({
        repositoryName: "blog",
        imageScanningConfiguration: { scanOnPush: false },
      }),
    );

    const refresh = await dev.refresh();
    ok(refresh.succeeded, refresh.output);
    deepEqual(refresh.changes, ["update Repository blog"]);
    match(refresh.output, /scanOnPush: true => false/);

    const repair = await dev.up();
    ok(repair.succeeded, repair.output);
    deepEqual(repair.changes, ["update Repository blog"]);
    equal(await scansOnPush(cloud, "blog"), true);
  });

  it("makes a repository again that was deleted behind its back", async () => {
    await cloud.ecr.send(new DeleteRepositoryCommand({ repositoryName: "blog-base" }));

    const refresh = await dev.refresh();
    ok(refresh.succeeded, refresh.output);
    deepEqual(refresh.changes, ["delete LifecyclePolicy blog-base", "delete Repository blog-base"]);

    const repair = await dev.up();
    ok(repair.succeeded, repair.output);
    deepEqual(repair.changes, ["create LifecyclePolicy blog-base", "create Repository blog-base"]);
  });

  it("makes tags immutable in place, except those that exist to be moved", async () => {
    await dev.set("slipway:tagMutability", "immutable");
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(
      up.changes,
      REPOSITORIES.map((name) => `update Repository ${name}`),
    );
    const { repositories = [] } = await cloud.ecr.send(new DescribeRepositoriesCommand({}));
    for (const repository of repositories) {
      equal(repository.imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
      deepEqual(repository.imageTagMutabilityExclusionFilters, [
        { filter: "latest", filterType: "WILDCARD" },
      ]);
    }
  });
});

async function scansOnPush(cloud: Cloud, name: string): Promise<boolean | undefined> {
  const { repositories } = await cloud.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] }));
  return repositories?.[0]?.imageScanningConfiguration?.scanOnPush;
}
