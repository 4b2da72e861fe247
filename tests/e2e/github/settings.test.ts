import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { neededPermissions } from "../../../src/plan/settings/token-permissions.js";
import { GitHub } from "../../github-emulator/emulator.js";
import type { Repository } from "../../github-emulator/repository.js";
import { type Cloud, startCloud } from "../aws/cloud.js";
import { Project } from "../local/project.js";

/** Two systems, of two owners; a job of the second names an environment. */
const CATALOGUE = `import { blog } from "./blog/index.js";
import { press } from "./press/index.js";

export const catalogue = [blog, press];
`;
const CONFIGURATION = {
  "aws:region": "eu-west-1",
  "slipway:owner": "example",
  "slipway:ciAccess": { kind: "role", oidcProvider: "create" },
  "slipway:repositorySettings": { kind: "managed", environments: { production: { users: [7] } } },
};
describe("settings of repositories on GitHub, by the real engine", () => {
  let cloud: Cloud;
  let github: GitHub;
  let blog: Repository;
  let press: Repository;
  let secret: string;
  let environment: Readonly<Record<string, string>>;
  let project: Project;

  before(async () => {
    cloud = await startCloud();
    github = await GitHub.start();
    blog = github.repository("example/Blog");
    press = github.repository("times/press");
    ({ secret } = github.token({ permissions: neededPermissions() }));
    const plugin = dirname((await obtain(parts.github)).programs[0]);
    environment = {
      ...cloud.environment,
      PATH: [plugin, cloud.environment["PATH"]].join(delimiter),
      GITHUB_TOKEN: secret,
      GITHUB_API_URL: github.url,
    };
    project = await Project.create({ configuration: CONFIGURATION, environment });
    await writeFile(join(project.folder, "systems", "index.ts"), CATALOGUE);
  });
  after(async () => {
    await project.remove();
    await cloud.stop();
    await github.stop();
  });

  it("stops where the token lacks a permission, or the organisation decides, and says which call it was", async () => {
    const poor = github.token({ permissions: { ...neededPermissions(), administration: "read" } });
    const visitor = await project.elsewhere({ ...environment, GITHUB_TOKEN: poor.secret });
    await writeFile(join(visitor.folder, "systems", "index.ts"), CATALOGUE);
    const lacking = await visitor.up();
    await visitor.remove();
    assert.ok(!lacking.succeeded);
    assert.match(
      lacking.output,
      /it needs, on each repository: Actions: read, Administration: write, and Variables: write\./,
    );
    // Which call is the first is chance.
    assert.match(
      lacking.output,
      /api\/v3\/repos\/[^: ]+: 403 Resource not accessible by personal access token/,
    );

    blog.settings.organization.decidesActions = true;
    const decided = await project.up();
    blog.settings.organization.decidesActions = false;
    assert.ok(!decided.succeeded);
    assert.match(decided.output, /Blog\/actions\/permissions: 409 Conflict/);
  });

  it("sets repositories up as the plan says (G37)", async () => {
    const { succeeded, output } = await project.up();
    assert.ok(succeeded, output);
    assert.deepEqual(settingsOf(blog), {
      ...COMMON,
      selectedActions: {
        github_owned_allowed: true,
        verified_allowed: false,
        patterns_allowed: [
          "aws-actions/amazon-ecr-login@*",
          "aws-actions/configure-aws-credentials@*",
          "docker/build-push-action@*",
          "docker/metadata-action@*",
          "docker/setup-buildx-action@*",
        ],
      },
      rulesets: rulesetsOf(["Try to build"], "refs/tags/v*"),
      environments: [],
      variables: {
        AWS_REGION: "eu-west-1",
        AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/slipway-blog-push",
        ECR_REGISTRY: "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      },
    });
    assert.deepEqual(settingsOf(press), {
      ...COMMON,
      selectedActions: {
        github_owned_allowed: true,
        verified_allowed: false,
        patterns_allowed: [
          "docker/build-push-action@*",
          "docker/login-action@*",
          "docker/metadata-action@*",
          "docker/setup-buildx-action@*",
        ],
      },
      rulesets: rulesetsOf(["Test"], "refs/tags/*.*.*"),
      environments: [{ ...ENVIRONMENT, policies: ["branch *", "branch */**/*", "tag *.*.*"] }],
      variables: {},
    });
  });

  it("keeps the token out of the state", async () => {
    const { stdout } = await project.pulumi("stack", "export", "--stack", "test", "--show-secrets");
    assert.ok(stdout.includes("pulumi:providers:github"));
    assert.ok(!stdout.includes(secret));
  });

  it("finds nothing to do in a second up, and in a refresh", async () => {
    const before = github.writes.length;
    const again = await project.up();
    assert.ok(again.succeeded, again.output);
    const refreshed = await project.refresh();
    assert.ok(refreshed.succeeded, refreshed.output);
    const after = await project.up("--refresh");
    assert.deepEqual([again.changes, refreshed.changes, after.changes], [[], [], []]);
    assert.equal(github.writes.length, before);
  });

  it("shows what somebody changed meanwhile, and mends it", async () => {
    const good = structuredClone(settingsOf(blog));
    const { settings } = blog;
    settings.actions.allowed_actions = "all";
    settings.workflow.default_workflow_permissions = "write";
    settings.vulnerabilityAlerts = false;
    settings.variables.delete("AWS_REGION");
    const tagRules = settings.rulesets.findIndex(({ target }) => target === "tag");
    settings.rulesets.splice(tagRules, 1);
    const [ruleset] = settings.rulesets;
    assert.ok(ruleset);
    settings.rulesets.splice(0, 1, { ...ruleset, enforcement: "disabled" });

    const before = github.writes.length;
    const shown = await project.preview("--refresh");
    assert.equal(github.writes.length, before);
    const expected = [
      "create ActionsVariable blog-AWS_REGION",
      "create RepositoryRuleset blog-release-tags",
      "update ActionsRepositoryPermissions blog",
      "update RepositoryRuleset blog-default-branch",
      "update RepositoryVulnerabilityAlerts blog",
      "update WorkflowRepositoryPermissions blog",
    ];
    assert.deepEqual(shown.changes, expected);
    const mended = await project.up("--refresh");
    assert.ok(mended.succeeded, mended.output);
    assert.deepEqual(mended.changes, expected);
    assert.deepEqual(settingsOf(blog), good);
  });

  it("leaves repositories as they are in a destroy, but for what is the stack's own", async () => {
    const before = github.writes.length;
    const { succeeded, output } = await project.destroy();
    assert.ok(succeeded, output);
    assert.deepEqual(new Set(github.writes.slice(before).map(({ method }) => method)), new Set(["DELETE"]));
    for (const repository of [blog, press]) {
      const { actions, workflow, vulnerabilityAlerts, automatedSecurityFixes, ...rest } =
        settingsOf(repository);
      assert.deepEqual({ actions, workflow, vulnerabilityAlerts, automatedSecurityFixes }, COMMON);
      assert.deepEqual([rest.rulesets, rest.variables], [[], {}]);
    }
    assert.deepEqual(settingsOf(press).environments, [{ ...ENVIRONMENT, policies: [] }]);
  });

  it("takes over what it finds, but for a rule of whose making it did not hear", async () => {
    const isRule = (call: { readonly method: string; readonly path: string }) =>
      call.method === "POST" && call.path === "/repos/example/Blog/rulesets";
    github.intervene = (call) => (isRule(call) ? { kind: "lost reply" } : undefined);
    const lost = await project.up();
    github.intervene = () => undefined;
    assert.ok(!lost.succeeded);
    assert.match(lost.output, /Blog\/rulesets/);
    const again = await project.up();
    assert.ok(!again.succeeded);
    assert.match(again.output, /Blog\/rulesets: 422 .*Name must be unique/);

    blog.settings.rulesets.length = 0;
    const { succeeded, output } = await project.up("--refresh");
    assert.ok(succeeded, output);
    assert.deepEqual(settingsOf(press).environments, [
      { ...ENVIRONMENT, policies: ["branch *", "branch */**/*", "tag *.*.*"] },
    ]);
    assert.deepEqual(settingsOf(blog).rulesets, rulesetsOf(["Try to build"], "refs/tags/v*"));
  });
});

/** What every repository has. */
const COMMON = {
  actions: { enabled: true, allowed_actions: "selected", sha_pinning_required: true },
  workflow: { default_workflow_permissions: "read", can_approve_pull_request_reviews: false },
  vulnerabilityAlerts: true,
  automatedSecurityFixes: true,
};

const ENVIRONMENT = {
  name: "production",
  wait_timer: 0,
  can_admins_bypass: false,
  prevent_self_review: true,
  reviewers: [{ type: "User", id: 7 }],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
};

function rulesetsOf(checks: readonly string[], tags: string) {
  return [
    {
      name: "Slipway: default branch",
      target: "branch",
      enforcement: "active",
      bypass_actors: [],
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [
        { type: "deletion" },
        { type: "non_fast_forward" },
        {
          type: "pull_request",
          parameters: {
            required_approving_review_count: 1,
            dismiss_stale_reviews_on_push: true,
            require_code_owner_review: false,
            require_last_push_approval: false,
            required_review_thread_resolution: false,
            allowed_merge_methods: ["merge", "squash", "rebase"],
          },
        },
        {
          type: "required_status_checks",
          parameters: {
            strict_required_status_checks_policy: true,
            do_not_enforce_on_create: false,
            required_status_checks: checks.map((context) => ({ context, integration_id: 15368 })),
          },
        },
      ],
    },
    {
      name: "Slipway: release tags",
      target: "tag",
      enforcement: "active",
      bypass_actors: [],
      conditions: { ref_name: { include: [tags], exclude: [] } },
      rules: [{ type: "deletion" }, { type: "update", parameters: { update_allows_fetch_and_merge: false } }],
    },
  ];
}

/** A repository's settings without numbers and times, in an order of its own: GitHub keeps sets. */
function settingsOf({ settings }: Repository) {
  const { actions, workflow, vulnerabilityAlerts, automatedSecurityFixes, selectedActions } = settings;
  return {
    actions,
    workflow,
    vulnerabilityAlerts,
    automatedSecurityFixes,
    selectedActions: { ...selectedActions, patterns_allowed: selectedActions.patterns_allowed.toSorted() },
    rulesets: settings.rulesets
      .map(({ name, target, enforcement, bypass_actors, conditions, rules }) => ({
        name,
        target,
        enforcement,
        bypass_actors,
        conditions,
        rules: rules.toSorted((one, other) => one.type.localeCompare(other.type)),
      }))
      .toSorted((one, other) => one.name.localeCompare(other.name)),
    environments: [...settings.environments.values()].map((environment) => ({
      name: environment.name,
      wait_timer: environment.wait_timer,
      can_admins_bypass: environment.can_admins_bypass,
      prevent_self_review: environment.prevent_self_review,
      reviewers: environment.reviewers,
      deployment_branch_policy: environment.deployment_branch_policy,
      policies: environment.branchPolicies.map(({ type, name }) => `${type} ${name}`).toSorted(),
    })),
    variables: Object.fromEntries([...settings.variables].map(([name, { value }]) => [name, value])),
  };
}
