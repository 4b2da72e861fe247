import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { program } from "../../components/program.js";
import { pushingJob, workflow } from "../src/plan/access/workflows.js";
import { image, system } from "../src/plan/fixtures.js";
import { label, logsOf, useMocks, valueOf, type Registered } from "./mocks.js";
import { treeOf } from "./tree.js";

/** A base, an application on it, and an image by itself, in ECR; released from an environment. */
const shop = system({
  images: [
    image({ id: "base", repository: "shop-base", dockerfile: "Dockerfile.base" }),
    image({ base: { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" } }),
    image({ id: "proxy", repository: "proxy" }),
  ],
  workflows: () => [workflow({ push: { tags: ["v*"] } }, { push: { ...pushingJob, environment: "live" } })],
});
/** Another owner's, with nothing in ECR. */
const blog = system({
  name: "blog",
  repository: "Blog",
  registry: "ghcr",
  owner: "Tools",
  images: [image({ repository: "blog" })],
});

const cloud = { "aws:region": "eu-west-1", "slipway:owner": "Acme", "slipway:builder": "remote" };
const DIGEST = "sha256:" + "d".repeat(64);
const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

const ROLE = "arn:aws:iam::123456789012:role";
/** The repositories of {@link shop}. */
const names = ["shop-base", "shop", "proxy"];
const byName = <T>(prefix: string, of: (name: string) => T) =>
  Object.fromEntries(names.map((name) => [prefix + name, of(name)]));

const isImage = ({ type }: Registered) => type === "docker-build:index:Image";

/** Runs the program of a stack on mocks. `before` is what its last update put out. */
async function run(configuration: Record<string, string>, before: Record<string, unknown> = {}) {
  const calls = { "slipway-github:index:useToken": () => ({}) };
  const registered = await useMocks({ stack: "program-test", calls, outputs: before });
  pulumi.runtime.setAllConfig(configuration, ["github:token"]);
  const running = program([shop, blog])();
  await logsOf(() => running);
  return { registered, outputs: await running };
}

describe("the program", () => {
  let checkouts: Record<string, string>;
  before(() => {
    const sources = mkdtempSync(path.join(tmpdir(), "slipway-"));
    for (const file of ["Dockerfile", "Dockerfile.base"]) writeFileSync(path.join(sources, file), "FROM a\n");
    checkouts = { "slipway:checkouts": JSON.stringify({ shop: sources }) };
  });
  after(() => {
    const { shop } = JSON.parse(checkouts["slipway:checkouts"] ?? "") as { shop: string };
    rmSync(shop, { recursive: true });
    rmSync(".slipway/program-test", { recursive: true });
    pulumi.runtime.setAllConfig({});
  });

  describe("of a stack that has everything", () => {
    let { registered, outputs } = {} as Awaited<ReturnType<typeof run>>;
    before(async () => {
      ({ registered, outputs } = await run({
        ...cloud,
        ...checkouts,
        "github:token": "a-token",
        "slipway:pullAccounts": '["444455556666"]',
        "slipway:ciAccess": '{"kind":"role","oidcProvider":"create","pullers":["111122223333"]}',
        "slipway:registryScanning": "basic",
        "slipway:repositorySettings": '{"kind":"managed"}',
        "slipway:protect": "true",
        "slipway:delivery": "pull-request",
      }));
    });

    it("declares each resource in its place, with its options, after those that it needs", () => {
      assert.equal(
        treeOf(registered.filter(({ name }) => name !== "destroy-guard")),
        `\
OpenIdConnectProvider github
Provider github-Acme
Provider github-Tools
RegistryScanningConfiguration scanning
SoftwareSystem blog
  RepositoryFiles blog
  RepositorySettings blog (providers: ["Provider github-Tools"])
    ActionsRepositoryPermissions blog (retainOnDelete, provider: "Provider github-Tools") ← RepositoryRuleset blog-default-branch
    RepositoryDependabotSecurityUpdates blog (retainOnDelete, provider: "Provider github-Tools") ← RepositoryVulnerabilityAlerts blog
    RepositoryRuleset blog-default-branch (provider: "Provider github-Tools")
    RepositoryRuleset blog-release-tags (provider: "Provider github-Tools") ← RepositoryRuleset blog-default-branch
    RepositoryVulnerabilityAlerts blog (retainOnDelete, provider: "Provider github-Tools") ← RepositoryRuleset blog-default-branch
    WorkflowRepositoryPermissions blog (retainOnDelete, provider: "Provider github-Tools") ← RepositoryRuleset blog-default-branch
SoftwareSystem shop
  BaseAndAppImages shop-base ← LifecyclePolicy shop, LifecyclePolicy shop-base, Repository shop, Repository shop-base, RepositoryPolicy shop, RepositoryPolicy shop-base
    BaseImage shop-base-local
      Image shop-base-local (retainOnDelete, additionalSecretOutputs: ["secrets"])
    RegistryImage shop-app
      Image shop-app (retainOnDelete, additionalSecretOutputs: ["secrets"]) ← Image shop-base-local
    RegistryImage shop-base
      Image shop-base (retainOnDelete, additionalSecretOutputs: ["secrets"]) ← Image shop-base-local
  EcrRepository proxy
    LifecyclePolicy proxy ← Repository proxy
    Repository proxy (protect)
    RepositoryPolicy proxy ← Repository proxy
  EcrRepository shop
    LifecyclePolicy shop ← Repository shop
    Repository shop (protect)
    RepositoryPolicy shop ← Repository shop
  EcrRepository shop-base
    LifecyclePolicy shop-base ← Repository shop-base
    Repository shop-base (protect)
    RepositoryPolicy shop-base ← Repository shop-base
  GithubActionsRole slipway-shop-push
    Role slipway-shop-push ← OpenIdConnectProvider github
    RolePoliciesExclusive slipway-shop-push ← Role slipway-shop-push, RolePolicy slipway-shop-push
    RolePolicy slipway-shop-push ← OpenIdConnectProvider github, Role slipway-shop-push
    RolePolicyAttachmentsExclusive slipway-shop-push ← Role slipway-shop-push
  RegistryImage shop-proxy ← LifecyclePolicy proxy, Repository proxy, RepositoryPolicy proxy
    Image shop-proxy (retainOnDelete, additionalSecretOutputs: ["secrets"])
  RepositoryFiles shop
  RepositorySettings shop (providers: ["Provider github-Acme"])
    ActionsRepositoryPermissions shop (retainOnDelete, provider: "Provider github-Acme") ← RepositoryRuleset shop-default-branch
    ActionsVariable shop-AWS_REGION (provider: "Provider github-Acme") ← RepositoryRuleset shop-default-branch
    ActionsVariable shop-AWS_ROLE_ARN (provider: "Provider github-Acme") ← RepositoryRuleset shop-default-branch, Role slipway-shop-push
    ActionsVariable shop-ECR_REGISTRY (provider: "Provider github-Acme") ← Repository shop-base, RepositoryRuleset shop-default-branch
    DeploymentEnvironment shop-live ← RepositoryRuleset shop-default-branch
      RepositoryEnvironment shop-live (retainOnDelete, provider: "Provider github-Acme") ← RepositoryRuleset shop-default-branch
      RepositoryEnvironmentDeploymentPolicy shop-live-tag-v* (provider: "Provider github-Acme") ← RepositoryEnvironment shop-live
    RepositoryDependabotSecurityUpdates shop (retainOnDelete, provider: "Provider github-Acme") ← RepositoryVulnerabilityAlerts shop
    RepositoryRuleset shop-default-branch (provider: "Provider github-Acme")
    RepositoryRuleset shop-release-tags (provider: "Provider github-Acme") ← RepositoryRuleset shop-default-branch
    RepositoryVulnerabilityAlerts shop (retainOnDelete, provider: "Provider github-Acme") ← RepositoryRuleset shop-default-branch
    WorkflowRepositoryPermissions shop (retainOnDelete, provider: "Provider github-Acme") ← RepositoryRuleset shop-default-branch
  Role slipway-shop-pull
  RolePoliciesExclusive slipway-shop-pull ← Role slipway-shop-pull, RolePolicy slipway-shop-pull
  RolePolicy slipway-shop-pull ← Role slipway-shop-pull
  RolePolicyAttachmentsExclusive slipway-shop-pull ← Role slipway-shop-pull`,
      );
    });

    it("says of each component what it made", () => {
      const made = registered.flatMap((resource) =>
        Object.keys(resource.outputs ?? {}).length > 0 ? [[label(resource), resource.outputs]] : [],
      );
      const arn = (name: string) => `arn:aws:ecr:eu-west-1:123456789012:repository/${name}`;
      const image = (name: string) => ({ reference: `${ECR}/${name}:latest`, digest: DIGEST });
      const repositories = names.map((name) => `${ECR}/${name}`);
      assert.deepEqual(Object.fromEntries(made), {
        "SoftwareSystem blog": { repositories: [], images: [] },
        "SoftwareSystem shop": { repositories, images: repositories.map((url) => `${url}:latest`) },
        ...byName("EcrRepository ", (name) => ({ url: `${ECR}/${name}`, arn: arn(name) })),
        "BaseAndAppImages shop-base": { digests: { base: DIGEST, app: DIGEST } },
        "BaseImage shop-base-local": { digest: DIGEST },
        "RegistryImage shop-base": image("shop-base"),
        "RegistryImage shop-app": image("shop"),
        "RegistryImage shop-proxy": image("proxy"),
        "GithubActionsRole slipway-shop-push": { arn: `${ROLE}/slipway-shop-push` },
        "RepositorySettings blog": { repository: "Blog" },
        "RepositorySettings shop": { repository: "Shop" },
        "DeploymentEnvironment shop-live": { environment: "live" },
      });
    });

    it("guards them all by a resource that a destroy has to delete first", () => {
      const guard = registered.find(({ name }) => name === "destroy-guard");
      const guarded = registered.filter(({ type }) => !/^slipway:index|^pulumi:providers|openId/.test(type));
      assert.deepEqual(guard?.options, { protect: true, dependsOn: guarded.map(label).sort() });
    });

    it("has each made by the version of the plugin that is pinned", () => {
      const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
        dependencies: Record<string, string>;
      };
      for (const resource of registered) {
        const [plugin = ""] = resource.type.replace("pulumi:providers:", "").split(":");
        assert.equal(resource.options.version, dependencies[`@pulumi/${plugin}`], label(resource));
      }
    });

    it("puts out where images and roles are, what expires, what pull requests wait for and what is left to do", async () => {
      const { toDo, baseImages, ...rest } = await valueOf(pulumi.output(outputs));
      assert.deepEqual(rest, {
        repositories: byName("", (name) => `${ECR}/${name}`),
        images: ["base", "app", "proxy"].map((image, index) => {
          return { system: "shop", image, reference: `${ECR}/${names[index] ?? ""}:latest`, digest: DIGEST };
        }),
        roles: {
          "slipway-shop-push": `${ROLE}/slipway-shop-push`,
          "slipway-shop-pull": `${ROLE}/slipway-shop-pull`,
        },
        lifecycle: byName("", () => "Keep the image tagged latest; Expire images older than 30 days."),
        checks: {
          "Acme/Shop": { required: [], leftOut: ["images.yml, job push: does not run for pull requests"] },
          "Tools/Blog": { required: [], leftOut: [] },
        },
      });
      assert.match(String(toDo), /https:\/\/github\.com\/Tools\/Blog/);
      assert.deepEqual(Object.keys(baseImages), ["shop/base"]);
    });
  });

  describe("remembers the base images of a stack", () => {
    it("so that another machine, which has none of them, builds none again", async () => {
      const first = await run({ ...cloud, ...checkouts });
      const { baseImages } = first.outputs;
      const second = await run({ ...cloud, ...checkouts }, { baseImages });
      const imagesOf = ({ registered }: typeof first) => registered.filter(isImage);
      assert.equal(imagesOf(first).length, 4);
      assert.deepEqual(imagesOf(second), imagesOf(first));
      assert.deepEqual(second.outputs.baseImages, baseImages);
    });

    it("also through an update that builds nothing", async () => {
      const baseImages = { "shop/base": { identity: "i", version: 7 } };
      const { outputs } = await run(cloud, { baseImages });
      assert.deepEqual(outputs.baseImages, baseImages);
    });
  });

  it("declares the registries of a stack in the cloud that names no sources, and builds nothing", async () => {
    const { registered, outputs } = await run(cloud);
    const guard = registered.find(({ name }) => name === "destroy-guard");
    assert.deepEqual(guard?.options.protect, undefined);
    assert.deepEqual([guard?.options.dependsOn?.length, registered.filter(isImage)], [6, []]);
    assert.deepEqual(outputs.images, []);
    assert.match(String(outputs.toDo), /name the sources in slipway:checkouts/);
  });

  it("touches no AWS for a local registry", async () => {
    const registry = '{"kind":"local","address":"localhost:5055"}';
    const { registered } = await run({ "slipway:owner": "Acme", "slipway:registry": registry });
    assert.equal(treeOf(registered), "SoftwareSystem blog\nSoftwareSystem shop");
  });

  it("refuses a bad configuration as a whole, before it declares anything", async () => {
    const registered = await useMocks();
    pulumi.runtime.setAllConfig({
      "slipway:owner": "no such owner",
      "slipway:checkouts": '{"shop":"missing"}',
      "slipway:retention": '{"days":-1}',
    });
    const keys = ["aws:region", "slipway:owner", "slipway:checkouts.shop", "slipway:retention.days"];
    await assert.rejects(program([shop])(), (error: unknown) => {
      return pulumi.RunError.isInstance(error) && keys.every((key) => error.message.includes(key));
    });
    assert.deepEqual(registered, []);
  });
});
