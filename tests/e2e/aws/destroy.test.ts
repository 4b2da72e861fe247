import { deepEqual, match, ok } from "node:assert/strict";
import { DescribeRepositoriesCommand, PutImageCommand } from "@aws-sdk/client-ecr";
import { type Cloud, startCloud } from "./cloud.js";
import { Project } from "../local/project.js";

describe("destroying a stack on AWS", () => {
  let cloud: Cloud;

  beforeEach(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.stop());

  it("stack dev: is refused while images are inside, and says why", async () => {
    const dev = await upWithImage("dev");
    const destroy = await dev.destroy();
    ok(!destroy.succeeded);
    match(destroy.output, /ECR Repository \(blog\) not empty, consider using force_delete/);
    ok((await repositories()).includes("blog"));
    await dev.remove();
  });

  it("stack dev: takes the images along once forceDelete was applied", async () => {
    const dev = await upWithImage("dev");
    await dev.set("slipway:forceDelete", true);
    const up = await dev.up();
    deepEqual(up.changes, ["update Repository blog", "update Repository blog-base"]);
    const destroy = await dev.destroy();
    ok(destroy.succeeded, destroy.output);
    deepEqual(await repositories(), []);
    await dev.remove();
  });

  it("stack dev: a forceDelete that was only written down, not applied, deletes no image", async () => {
    const dev = await upWithImage("dev");
    await dev.set("slipway:forceDelete", true);
    const destroy = await dev.destroy();
    ok(!destroy.succeeded);
    ok((await repositories()).includes("blog"));
    await dev.remove();
  });

  it("stack prod: is refused as well when a change would replace a repository", async () => {
    const prod = await Project.ofStack("prod", cloud.environment);
    ok((await prod.up()).succeeded);
    await prod.set("aws:region", "eu-central-1");
    const up = await prod.up();
    ok(!up.succeeded);
    match(up.output, /protect/);
    ok((await repositories()).includes("blog"));
    await prod.remove();
  });

  async function upWithImage(name: string): Promise<Project> {
    const stack = await Project.ofStack(name, cloud.environment);
    const up = await stack.up();
    ok(up.succeeded, up.output);
    await cloud.ecr.send(
      new PutImageCommand({
        repositoryName: "blog",
        imageTag: "latest",
        imageManifestMediaType: "application/vnd.oci.image.manifest.v1+json",
        imageManifest: JSON.stringify({ schemaVersion: 2, config: {}, layers: [] }),
      }),
    );
    return stack;
  }

  async function repositories(): Promise<string[]> {
    const { repositories = [] } = await cloud.ecr.send(new DescribeRepositoriesCommand({}));
    return repositories.flatMap(({ repositoryName = [] }) => repositoryName).toSorted();
  }
});
