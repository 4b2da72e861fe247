import assert from "node:assert/strict";
import * as v from "valibot";
import { GithubPackages, NOT_LINKED } from "../../github-emulator/packages.js";
import { slipway } from "./slipway.js";

const report = v.array(
  v.strictObject({
    system: v.string(),
    about: v.string(),
    state: v.picklist(["fine", "wrong", "unknown"]),
    text: v.string(),
    fix: v.optional(v.string()),
    link: v.optional(v.string()),
  }),
);

const REPOSITORY = "/repos/times/press";
const PACKAGE = "ghcr.io/times/press";

describe("slipway doctor", () => {
  let github: GithubPackages;
  before(async () => {
    github = await GithubPackages.start();
  });
  beforeEach(() => {
    github.reset();
    github.organizations.add("times");
    const answer = (path: string, body: unknown) =>
      github.answers.set(`GET ${REPOSITORY}${path}`, { status: 200, body });
    const owner = { id: 1 };
    answer("", { id: 2, full_name: "times/press", archived: false, default_branch: "main", owner });
    answer("/actions/permissions", { enabled: true, allowed_actions: "all" });
    answer("/actions/permissions/workflow", { default_workflow_permissions: "read" });
  });
  after(() => github.stop());

  function run(...args: string[]) {
    const env = { GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url, GHCR_URL: github.url };
    return slipway(["doctor", "press", ...args], { env });
  }

  async function findings(...args: string[]) {
    const { stdout, exitCode } = await run("--json", ...args);
    const all = v.parse(report, JSON.parse(stdout));
    const amiss = all.filter(({ state, system }) => state !== "fine" && system !== "this machine");
    return { exitCode, amiss };
  }

  it("finds nothing wrong where everything is as it should be", async () => {
    github.package("times", "press", { repository: "times/press" }).image("x");
    const { exitCode, amiss } = await findings("--push");
    assert.deepEqual({ exitCode, amiss }, { exitCode: 0, amiss: [] });
    assert.deepEqual(
      github.calls.filter((call) => !call.startsWith("GET ")),
      ["POST /v2/times/press/blobs/uploads/", "DELETE /v2/times/press/blobs/uploads/session-1"],
    );
  });

  it("ends with 1 for an unlinked package, and begins no push unless told to (pain 13)", async () => {
    github.package("times", "press", { visibility: "public" }).push = NOT_LINKED;
    const wrong = ["wrong", PACKAGE];
    for (const [args, found] of [
      [[], [wrong]],
      [["--push"], [wrong, wrong]],
    ] as const) {
      const { exitCode, amiss } = await findings(...args);
      assert.deepEqual([exitCode, amiss.map(({ state, about }) => [state, about])], [1, found]);
    }
    assert.equal(github.calls.filter((call) => !call.startsWith("GET ")).length, 1);
  });

  it("lists what to check by hand where there is no token, and asks nobody", async () => {
    const { stdout, exitCode } = await slipway(["doctor", "press", "--push"], {
      env: { GITHUB_API_URL: github.url, GHCR_URL: github.url },
    });
    assert.equal(exitCode, 0);
    assert.deepEqual(github.calls, []);
    assert.ok(
      stdout.includes(`\n\npress
  ? times/press: Whether Actions are enabled was not checked: GITHUB_TOKEN is not set.
      under "Actions permissions", allow at least the actions that its workflows use
      https://github.com/times/press/settings/actions
  ? times/press: `),
    );
    assert.match(stdout, /\n\n0 to correct, \d+ to check by hand, \d+ fine$/);
  });

  it("prints no token, and takes only systems of the stack", async () => {
    const env = { GITHUB_TOKEN: "ghp_canary", GITHUB_API_URL: github.url, GHCR_URL: github.url };
    const wrong = await slipway(["doctor", "press", "--push"], { env });
    assert.match(wrong.stdout, /status 401: Bad credentials/);
    assert.ok(!(wrong.stdout + wrong.stderr).includes("ghp_canary"));
    const other = await slipway(["doctor", "shop", "--stack", "local"]);
    assert.equal(other.exitCode, 2);
    assert.match(other.stderr, /SYSTEM\n {4}expected: one of blog\n {4}found: {4}"shop"/);
  });
});
