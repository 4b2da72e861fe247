import { deepEqual, equal, match, ok } from "node:assert/strict";
import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { ListOpenIDConnectProvidersCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { RIGHTS } from "../github/versions.js";
import { GitHub } from "../../github-emulator/emulator.js";
import type { Repository } from "../../github-emulator/repository.js";
import { type Cloud, makeGithubProvider, startCloud } from "./cloud.js";
import { copiedCatalogue as catalogue } from "../program-copy.js";
import { writesAmong } from "./faults.js";
import { Project } from "../local/project.js";

const ROLE = "slipway-blog-push";
const REPOSITORIES = ["blog", "blog-base"];
const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

/** The repositories of all systems. */
const ON_GITHUB = catalogue.map(({ owner = "example", repository }) => `${owner}/${repository}`);

/** What both stacks declare for them, but for the provider. */
const RESOURCES = [
  ...REPOSITORIES.flatMap((name) => [`LifecyclePolicy ${name}`, `Repository ${name}`]),
  ...["Role", "RolePolicy", "RolePoliciesExclusive", "RolePolicyAttachmentsExclusive"].map(
    (type) => `${type} ${ROLE}`,
  ),
  ...catalogue.map(({ name }) => `RepositoryFiles ${name}`),
];

for (const [name, provider] of [
  ["dev", "existing"],
  ["prod", "create"],
] as const) {
  describe(`the life of stack ${name}, all systems delivered to, GitHub's provider ${provider}`, () => {
    const resources = provider === "create" ? [...RESOURCES, "OpenIdConnectProvider github"] : RESOURCES;
    const all = (operation: string) => resources.map((resource) => `${operation} ${resource}`).toSorted();
    let cloud: Cloud;
    let github: GitHub;
    let stack: Project;
    let repositories: readonly Repository[];
    const openPullRequests = () => repositories.flatMap((each) => each.openPullRequests).length;

    before(async () => {
      cloud = await startCloud();
      github = await GitHub.start();
      repositories = ON_GITHUB.map((each) => github.repository(each, { files: { "README.md": "first\n" } }));
      stack = (await Project.ofStack(name, cloud.environment)).in({
        GITHUB_TOKEN: github.token({ permissions: RIGHTS }).secret,
        GITHUB_API_URL: github.url,
      });
      await stack.set("slipway:delivery", "pull-request");
      await stack.set("slipway:ciAccess.oidcProvider", provider);
      if (provider === "existing") await makeGithubProvider(cloud);
    });
    after(async () => {
      await stack.remove();
      await github.stop();
      await cloud.stop();
    });

    it("preview: tells everything and makes nothing", async () => {
      cloud.api.clear();
      const preview = await stack.preview();
      ok(preview.succeeded, preview.output);
      deepEqual(preview.changes, all("create"));
      deepEqual([writesAmong(cloud.api.calls), github.writes], [[], []]);
    });

    it("up: makes it, opens a pull request in each repository, and puts out the role that CI takes", async () => {
      const up = await stack.up();
      ok(up.succeeded, up.output);
      deepEqual(up.changes, all("create"));
      equal(openPullRequests(), catalogue.length);
      deepEqual((await stack.outputs())["roles"], { [ROLE]: `arn:aws:iam::123456789012:role/${ROLE}` });
    });

    it("up again: finds no difference, and only asks", async () => {
      cloud.api.clear();
      const [calls, writes] = [github.calls.length, github.writes.length];
      const up = await stack.up();
      ok(up.succeeded, up.output);
      deepEqual(up.changes, []);
      deepEqual(writesAmong(cloud.api.calls), []);
      equal(github.writes.length, writes);
      console.log(`        ${cloud.api.calls.length} calls of AWS, ${github.calls.length - calls} of GitHub`);
    });

    it("refresh: sees nothing altered", async () => {
      const refresh = await stack.refresh();
      ok(refresh.succeeded, refresh.output);
      deepEqual(refresh.changes, []);
    });

    if (name === "prod") {
      it("destroy: is refused before anything is gone, and says what to do", async () => {
        const destroy = await stack.destroy();
        ok(!destroy.succeeded);
        deepEqual(destroy.changes, []);
        match(destroy.output, /cannot be deleted\s+because it is protected/);
        match(destroy.output, /remove the `protect` flag|pulumi state unprotect/);
        deepEqual(await left(cloud), { repositories: REPOSITORIES, roles: [ROLE], providers: [PROVIDER] });
        equal(openPullRequests(), catalogue.length);
      });

      it("up with protect off: changes nothing at AWS", async () => {
        await stack.set("slipway:protect", false);
        cloud.api.clear();
        const up = await stack.up();
        ok(up.succeeded, up.output);
        deepEqual(writesAmong(cloud.api.calls), []);
      });
    }

    it("destroy: leaves what it found, and nothing else", async () => {
      const destroy = await stack.destroy();
      ok(destroy.succeeded, destroy.output);
      deepEqual(destroy.changes, all("delete"));
      equal(openPullRequests(), 0);
      deepEqual(await left(cloud), {
        repositories: [],
        roles: [],
        providers: provider === "existing" ? [PROVIDER] : [],
      });
    });

    it("up after that: makes it all anew", async () => {
      const up = await stack.up();
      ok(up.succeeded, up.output);
      equal(up.changes.length, resources.length);
    });
  });
}

async function left({ ecr, iam }: Cloud) {
  const { repositories = [] } = await ecr.send(new DescribeRepositoriesCommand({}));
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  return {
    repositories: repositories.map(({ repositoryName }) => repositoryName).toSorted(),
    roles: Roles.map(({ RoleName }) => RoleName),
    providers: OpenIDConnectProviderList.map(({ Arn }) => Arn),
  };
}
