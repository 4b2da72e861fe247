import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { type Cloud, startCloud } from "./cloud.js";
import { Project } from "../local/project.js";

describe("the registries of stack dev on an AWS that fails", () => {
  let cloud: Cloud;
  let dev: Project;

  before(async () => {
    cloud = await startCloud();
  });
  beforeEach(async () => {
    dev = await Project.ofStack("dev", cloud.environment);
    // What IAM fails at is in roles.test.ts.
    await dev.unset("slipway:ciAccess");
  });
  afterEach(async () => {
    cloud.api.clear();
    await dev.destroy();
    await dev.remove();
  });
  after(() => cloud.stop());

  it("does not notice a single throttled call: it is made again", async () => {
    cloud.api.fail({ operation: "CreateRepository", error: "ThrottlingException", calls: 1 });
    const up = await dev.up();
    ok(up.succeeded, up.output);
    equal(cloud.api.calls.filter((call) => call === "CreateRepository").length, 3);
  });

  it("stops half-way when throttled for long; the next run makes only what is missing", async () => {
    cloud.api.fail({ operation: "PutLifecyclePolicy", error: "ThrottlingException", from: 2 });
    const half = await dev.up();
    ok(!half.succeeded);
    match(half.output, /ECR Lifecycle Policy \(blog(?:-base)?\).*ThrottlingException/);
    equal(half.changes.filter((change) => change.startsWith("create Repository")).length, 2);
    equal(half.changes.filter((change) => change.startsWith("create LifecyclePolicy")).length, 1);

    cloud.api.clear();
    const rest = await dev.up();
    ok(rest.succeeded, rest.output);
    equal(rest.changes.length, 1);
    match(rest.changes.join(), /^create LifecyclePolicy /);

    const again = await dev.up();
    deepEqual(again.changes, []);
  });

  it("keeps hold of a repository that was made but could not be read back", async () => {
    cloud.api.fail({ operation: "DescribeRepositories", error: "AccessDeniedException" });
    const half = await dev.up();
    ok(!half.succeeded);
    equal((await cloud.ecr.send(new DescribeRepositoriesCommand({}))).repositories?.length, 2);

    cloud.api.clear();
    const rest = await dev.up();
    ok(rest.succeeded, rest.output);
    doesNotMatch(rest.output, /RepositoryAlreadyExists/);
    deepEqual((await dev.up()).changes, []);
  });

  it("creates nothing when the credentials have expired", async () => {
    for (const operation of ["GetCallerIdentity", "CreateRepository", "GetAuthorizationToken"]) {
      cloud.api.fail({ operation, error: "ExpiredTokenException" });
    }
    const up = await dev.up();
    ok(!up.succeeded);
    match(up.output, /ExpiredToken|expired/);
    deepEqual(up.changes, []);
  });
});
