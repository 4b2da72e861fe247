import { deepEqual, equal, match, ok } from "node:assert/strict";
import { DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { ListOpenIDConnectProvidersCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { type Cloud, startCloud } from "./cloud.js";
import { writesAmong } from "./faults.js";
import { makeGithubProvider } from "./github-provider.js";
import { Stack } from "./stack.js";

const ROLE = "slipway-distributed-colony-push";
const REPOSITORIES = ["distributed-colony", "distributed-colony-base"];
const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";

/** What both stacks declare at AWS for the five systems, but for the provider. */
const RESOURCES = [
  ...REPOSITORIES.flatMap((name) => [`LifecyclePolicy ${name}`, `Repository ${name}`]),
  ...["Role", "RolePolicy", "RolePoliciesExclusive", "RolePolicyAttachmentsExclusive"].map(
    (type) => `${type} ${ROLE}`,
  ),
];

for (const name of ["dev", "prod"] as const) {
  for (const provider of ["made", "found"] as const) {
    describe(`the life of stack ${name}, all five systems, GitHub's provider ${provider}`, () => {
      const resources = provider === "made" ? [...RESOURCES, "OpenIdConnectProvider github"] : RESOURCES;
      const all = (operation: string) => resources.map((resource) => `${operation} ${resource}`).toSorted();
      let cloud: Cloud;
      let stack: Stack;

      before(async () => {
        cloud = await startCloud();
        stack = await Stack.create(name, cloud);
        await stack.set("slipway:ciAccess.oidcProvider", provider);
        if (provider === "found") await makeGithubProvider(cloud);
      });
      after(async () => {
        await stack.remove();
        await cloud.stop();
      });

      it("preview: tells everything and makes nothing", async () => {
        cloud.api.clear();
        const preview = await stack.preview();
        ok(preview.succeeded, preview.output);
        deepEqual(preview.changes, all("create"));
        deepEqual(writesAmong(cloud.api.calls), []);
      });

      it("up: makes it, and puts out the role that CI takes", async () => {
        const up = await stack.up();
        ok(up.succeeded, up.output);
        deepEqual(up.changes, all("create"));
        deepEqual((await stack.outputs())["roles"], { [ROLE]: `arn:aws:iam::123456789012:role/${ROLE}` });
      });

      it("up again: finds no difference, and only asks", async () => {
        cloud.api.clear();
        const up = await stack.up();
        ok(up.succeeded, up.output);
        deepEqual(up.changes, []);
        deepEqual(writesAmong(cloud.api.calls), []);
        console.log(`        ${cloud.api.calls.length} calls: ${cloud.api.calls.join(", ")}`);
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
        deepEqual(await left(cloud), {
          repositories: [],
          roles: [],
          providers: provider === "found" ? [PROVIDER] : [],
        });
      });

      it("up after that: makes it all anew", async () => {
        const up = await stack.up();
        ok(up.succeeded, up.output);
        equal(up.changes.length, resources.length);
      });
    });
  }
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
