import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { execa } from "execa";
import program from "../index.js";
import { catalogue } from "../systems/index.js";
import { settled, useMocks, valueOf, type Registered } from "./components/mocks.js";

/** Runs the program of a stack on mocks. */
async function run(configuration: Record<string, string>) {
  const registered = await useMocks("dev");
  pulumi.runtime.setAllConfig(configuration);
  const outputs = await program();
  await settled();
  return { registered, outputs };
}

const types = (registered: readonly Registered[]) =>
  registered
    .map(({ type, name }) => `${type.split(":").at(-1) ?? type} ${name}`)
    .filter((line) => !line.startsWith("StackReference"))
    .toSorted();

/** Every system is declared, with or without something to declare for it. */
const systems = catalogue.map(({ name }) => `SoftwareSystem ${name}`).toSorted();

describe("the program", () => {
  it("declares the registries of every system in the cloud, with nothing built where no sources are named", async () => {
    const { registered, outputs } = await run({ "aws:region": "eu-west-1", "slipway:owner": "Acme" });
    assert.deepEqual(types(registered), [
      "DestroyGuard destroy-guard",
      "EcrRepository distributed-colony",
      "EcrRepository distributed-colony-base",
      "LifecyclePolicy distributed-colony",
      "LifecyclePolicy distributed-colony-base",
      "Repository distributed-colony",
      "Repository distributed-colony-base",
      ...systems,
    ]);
    assert.deepEqual(outputs.images, []);
    assert.deepEqual(outputs.lifecycle, {
      "distributed-colony-base": "Keep the image tagged latest; Expire images older than 30 days.",
      "distributed-colony":
        "Keep the image tagged latest; Keep the newest 10 releases *.*.*; Expire images older than 30 days.",
    });
    assert.match(String(outputs.toDo), /name the sources in slipway:checkouts/);
  });

  it("builds where sources are named, and lists images with digests (D37)", async () => {
    const { registered, outputs } = await run({
      "aws:region": "eu-west-1",
      "slipway:owner": "Acme",
      "slipway:builder": "remote",
      "slipway:checkouts": JSON.stringify({ "distributed-colony": "systems/distributed-colony/sample" }),
    });
    assert.equal(registered.filter(({ type }) => type === "docker-build:index:Image").length, 3);
    assert.deepEqual(await valueOf(pulumi.output(outputs.images)), [
      {
        system: "distributed-colony",
        image: "base",
        reference: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/distributed-colony-base:latest",
        digest: "sha256:" + "d".repeat(64),
      },
      {
        system: "distributed-colony",
        image: "colony",
        reference: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/distributed-colony:latest",
        digest: "sha256:" + "d".repeat(64),
      },
    ]);
  });

  it("makes the roles by which CI pushes, and puts out their ARNs", async () => {
    const { registered, outputs } = await run({
      "aws:region": "eu-west-1",
      "slipway:owner": "Acme",
      "slipway:ciAccess": '{"kind":"role","oidcProvider":"made","pullers":["111122223333"]}',
    });
    assert.deepEqual(
      types(registered).filter((line) => /Role|OpenId/.test(line)),
      [
        "GithubActionsRole slipway-distributed-colony-push",
        "OpenIdConnectProvider github",
        "Role slipway-distributed-colony-pull",
        "Role slipway-distributed-colony-push",
        "RolePoliciesExclusive slipway-distributed-colony-pull",
        "RolePoliciesExclusive slipway-distributed-colony-push",
        "RolePolicy slipway-distributed-colony-pull",
        "RolePolicy slipway-distributed-colony-push",
        "RolePolicyAttachmentsExclusive slipway-distributed-colony-pull",
        "RolePolicyAttachmentsExclusive slipway-distributed-colony-push",
      ],
    );
    assert.deepEqual(await valueOf(pulumi.output(outputs.roles)), {
      "slipway-distributed-colony-push": "arn:aws:iam::123456789012:role/slipway-distributed-colony-push",
      "slipway-distributed-colony-pull": "arn:aws:iam::123456789012:role/slipway-distributed-colony-pull",
    });
  });

  it("sets repositories up where a stack asks for it, and says which checks pull requests wait for (G37)", async () => {
    process.env["GITHUB_TOKEN"] = "token-2";
    const { registered, outputs } = await run({
      "aws:region": "eu-west-1",
      "slipway:owner": "Acme",
      "slipway:systems": '["cv","phialo"]',
      "slipway:repositorySettings": '{"kind":"managed"}',
    }).finally(() => delete process.env["GITHUB_TOKEN"]);
    assert.deepEqual(
      types(registered).filter((line) => line.includes("uleset")),
      [
        "RepositoryRuleset cv-default-branch",
        "RepositoryRuleset cv-release-tags",
        "RepositoryRuleset phialo-default-branch",
        "RepositoryRuleset phialo-release-tags",
      ],
    );
    assert.deepEqual(outputs.checks?.["Acme/cv"], {
      required: ["Try prod", "Try dev", "Try minimal"],
      leftOut: [
        "docker.yml, job build: may be skipped by its condition",
        "docker.yml, job scan: needs the job build, which may not run",
      ],
    });
    assert.match(
      String(outputs.toDo),
      /https:\/\/github\.com\/Acme\/phialo\/pkgs\/container\/phialo-ci-base/,
    );
    assert.ok(!JSON.stringify(registered).includes("token-2"));
  });

  it("touches no AWS for a local registry", async () => {
    const { registered } = await run({
      "slipway:owner": "example",
      "slipway:registry": '{"kind":"local","address":"localhost:5055"}',
    });
    assert.deepEqual(types(registered), systems);
  });

  it("loads at its start nothing that only some stacks need", async () => {
    const script = `require("./index.ts"); console.log(Object.keys(require.cache).join("\\n"));`;
    const preloaded = ["--require", "@pulumi/pulumi", "--require", "tsx/cjs"];
    const { stdout } = await execa(process.execPath, [...preloaded, "--eval", script]);
    const loaded = stdout.split("\n");
    assert.ok(loaded.some((file) => file.endsWith("/index.ts")));
    assert.deepEqual(
      loaded.filter((file) =>
        /@pulumi\/github|@octokit|@actions\/|\/delivery\/plan-|declare-settings/.test(file),
      ),
      [],
    );
  });

  it("refuses a bad configuration as a whole, before it declares anything", async () => {
    const configuration = {
      "slipway:owner": "no such owner",
      "slipway:checkouts": '{"distributed-colony":"missing"}',
      "slipway:retention": '{"days":-1}',
    };
    await assert.rejects(run(configuration), (error: unknown) => {
      assert.ok(pulumi.RunError.isInstance(error));
      for (const key of [
        "aws:region",
        "slipway:owner",
        "slipway:checkouts.distributed-colony",
        "slipway:retention.days",
      ])
        assert.ok(error.message.includes(key), key);
      return true;
    });
  });
});
