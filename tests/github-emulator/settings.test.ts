import { deepEqual, equal } from "node:assert/strict";
import { GitHub } from "./emulator.js";
import type { Repository } from "./repository.js";
import type { TokenOptions } from "./token.js";

const EVERYTHING = {
  permissions: {
    administration: "write",
    actions: "read",
    actions_variables: "write",
    contents: "write",
  },
} as const satisfies TokenOptions;

describe("settings in the GitHub emulator", () => {
  let github: GitHub;
  let shop: Repository;
  let secret: string;

  beforeEach(async () => {
    github = await GitHub.start();
    shop = github.repository("acme/shop", { files: { "README.md": "shop\n" }, protected: false });
    ({ secret } = github.token(EVERYTHING));
  });
  afterEach(() => github.stop());

  it("keeps of the actions' permissions what a change leaves out", async () => {
    deepEqual(await call("PUT", "/actions/permissions", { enabled: true, sha_pinning_required: true }), 204);
    deepEqual(
      await call("PUT", "/actions/permissions", { enabled: true, allowed_actions: "local_only" }),
      204,
    );
    deepEqual(await call("GET", "/actions/permissions"), [
      200,
      { enabled: true, allowed_actions: "local_only", sha_pinning_required: true },
    ]);
  });

  it("answers 409 where the organisation decides, or no actions are selected", async () => {
    shop.settings.organization = { decidesActions: true, readOnlyTokens: true };
    deepEqual(await refused("PUT", "/actions/permissions", { enabled: true }), [409, "Conflict"]);
    const wide = { default_workflow_permissions: "write" };
    deepEqual(await refused("PUT", "/actions/permissions/workflow", wide), [409, "Conflict"]);
    deepEqual(await refused("PUT", "/actions/permissions/selected-actions", {}), [409, "Conflict"]);
  });

  it("has no security fixes without alerts", async () => {
    deepEqual(await refused("PUT", "/automated-security-fixes"), [
      422,
      "Vulnerability alerts must be enabled to configure automated security fixes.",
    ]);
    equal(await call("PUT", "/vulnerability-alerts"), 204);
    equal(await call("PUT", "/automated-security-fixes"), 204);
    deepEqual(await call("GET", "/automated-security-fixes"), [200, { enabled: true, paused: false }]);
    equal(await call("DELETE", "/vulnerability-alerts"), 204);
    deepEqual(await refused("GET", "/automated-security-fixes"), [404, "Not Found"]);
  });

  it("protects by a ruleset just what the ruleset names, while it is active", async () => {
    const head = shop.head("main");
    shop.createReference("refs/tags/v1", head ?? "");
    const rules = (name: string, target: string, include: string, type: string, enforcement = "active") =>
      call("POST", "/rulesets", {
        name,
        target,
        enforcement,
        conditions: { ref_name: { include: [include], exclude: [] } },
        rules: [{ type }],
      });
    await rules("off", "branch", "~DEFAULT_BRANCH", "deletion", "disabled");
    equal(shop.isProtected("main"), false);
    await rules("main", "branch", "~DEFAULT_BRANCH", "deletion");
    await rules("tags", "tag", "refs/tags/v*", "deletion");
    const cannot = [422, "Repository rule violations found\n\nCannot delete this branch\n\n"];
    deepEqual(await refused("DELETE", "/git/refs/heads/main"), cannot);
    deepEqual(await refused("DELETE", "/git/refs/tags/v1"), cannot);
    shop.createReference("refs/heads/v1", head ?? "");
    equal(await call("DELETE", "/git/refs/heads/v1"), 204);
  });

  it("refuses a second ruleset of a name, and rules that it does not know", async () => {
    const ruleset = { name: "one", enforcement: "active", rules: [] };
    await call("POST", "/rulesets", ruleset);
    deepEqual(await refused("POST", "/rulesets", ruleset), [422, "Validation Failed"]);
    const unknown = { ...ruleset, name: "two", rules: [{ type: "creation" }] };
    equal((await refused("POST", "/rulesets", unknown))[0], 422);
  });

  it("takes policies for branches only in an environment that wants them, and each once", async () => {
    const policies = "/environments/live/deployment-branch-policies";
    await call("PUT", "/environments/live", {});
    deepEqual(await refused("POST", policies, { name: "main" }), [404, "Not Found"]);
    const custom = { protected_branches: false, custom_branch_policies: true };
    await call("PUT", "/environments/live", { deployment_branch_policy: custom });
    deepEqual(await call("POST", policies, { name: "main" }), [
      200,
      { id: 2, node_id: "DBP_2", name: "main", type: "branch" },
    ]);
    equal(await call("POST", policies, { name: "main" }), 303);
  });

  it("keeps the names of variables in upper case", async () => {
    deepEqual(await call("POST", "/actions/variables", { name: "region", value: "a" }), [201, {}]);
    deepEqual(await refused("POST", "/actions/variables", { name: "Region", value: "b" }), [
      409,
      "Already exists - Variable already exists",
    ]);
    equal(await call("PATCH", "/actions/variables/region", { value: "c" }), 204);
    equal(shop.settings.variables.get("REGION")?.value, "c");
  });

  it("lets nobody but an administrator with the permission in", async () => {
    ({ secret } = github.token({ ...EVERYTHING, role: "write" }));
    deepEqual(await refused("GET", "/actions/permissions"), [403, "Must have admin rights to Repository."]);
    ({ secret } = github.token({ permissions: { contents: "write" } }));
    deepEqual(await refused("GET", "/actions/permissions"), [
      403,
      "Resource not accessible by personal access token",
    ]);
  });

  /** The status, and what came with it if anything did. */
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${github.url}/api/v3/repos/acme/shop${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, "user-agent": "tests" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
    });
    const text = await answer.text();
    return text === "" ? answer.status : [answer.status, JSON.parse(text) as unknown];
  }

  async function refused(method: string, path: string, body?: unknown): Promise<readonly unknown[]> {
    const [status, answer] = (await call(method, path, body)) as [number, { readonly message: string }];
    return [status, answer.message];
  }
});
