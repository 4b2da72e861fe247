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
    answer("", {
      id: 2,
      full_name: "times/press",
      archived: false,
      default_branch: "main",
      owner: { id: 1 },
    });
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
    return {
      exitCode,
      all,
      amiss: all.filter(({ state, system }) => state !== "fine" && system !== "this machine"),
    };
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

  it("names the exact setting of an unlinked package, which GHCR refuses to let be pushed (pain 13)", async () => {
    const stored = github.package("times", "press", { visibility: "public" });
    stored.push = NOT_LINKED;
    const { exitCode, amiss } = await findings("--push");
    assert.equal(exitCode, 1);
    const access = {
      fix: 'under "Manage Actions access", add the repository times/press with the role Write',
      link: "https://github.com/orgs/times/packages/container/press/settings",
    };
    const common = { system: "press", about: PACKAGE, state: "wrong" };
    assert.deepEqual(amiss, [
      {
        ...common,
        text: 'It is linked to no repository, so pushes by workflows of times/press fail with 403, "permission_denied: write_package".',
        ...access,
      },
      {
        ...common,
        text: `GHCR refuses this token's push: "permission_denied: write_package".`,
        ...access,
      },
    ]);
  });

  it("begins no push unless told to, and asks for nothing but answers", async () => {
    github.package("times", "press", { repository: "times/press" }).image("x");
    await findings();
    assert.deepEqual(
      github.calls.filter((call) => !call.startsWith("GET ")),
      [],
    );
  });

  it("lets go of no upload that leads elsewhere", async () => {
    github.package("times", "press", { repository: "times/press" }).image("x");
    github.intervene = (call) =>
      call.startsWith("POST /v2/")
        ? { status: 202, headers: { location: "http://127.0.0.1:1/v2/a/blobs/uploads/../../../x" } }
        : undefined;
    assert.equal((await findings("--push")).exitCode, 0);
    assert.equal(github.calls.filter((call) => call.startsWith("DELETE ")).length, 0);
  });

  it("goes on where the token may not see something, or GitHub does not answer", async () => {
    github.answers.set(`GET ${REPOSITORY}/actions/permissions`, {
      status: 403,
      body: { message: "Resource not accessible by personal access token" },
    });
    github.answers.set(`GET ${REPOSITORY}/actions/permissions/workflow`, {
      status: 200,
      body: { odd: true },
    });
    github.intervene = (call) => (call.includes("/packages/") ? "cut" : undefined);
    const { exitCode, amiss } = await findings();
    assert.equal(exitCode, 0);
    assert.deepEqual(
      amiss.map(({ state, text }) => [state, text]),
      [
        [
          "unknown",
          "Whether Actions are enabled was not checked: GET /repos/times/press/actions/permissions: status 403: Resource not accessible by personal access token.",
        ],
        [
          "unknown",
          "The default permission of jobs was not checked: GET /repos/times/press/actions/permissions/workflow: unexpected response body.",
        ],
        [
          "unknown",
          "Access and visibility were not checked: GET /orgs/times/packages/container/{name}: no response: other side closed.",
        ],
      ],
    );
  });

  it("finds a repository by its former name", async () => {
    github.package("times", "press", { repository: "times/press" }).image("x");
    github.answers.set(`GET ${REPOSITORY}`, { status: 301, headers: { location: "/repositories/2" } });
    github.answers.set("GET /repositories/2", {
      status: 200,
      body: { id: 2, full_name: "times/paper", archived: false, default_branch: "main", owner: { id: 1 } },
    });
    const { exitCode, amiss } = await findings();
    assert.equal(exitCode, 1);
    assert.deepEqual(
      amiss.map(({ text }) => text),
      ["It was renamed or moved to times/paper, but roles and packages use the old name."],
    );
  });

  it("lists what to check by hand where there is no token, and asks nobody", async () => {
    const { stdout, exitCode } = await slipway(["doctor", "press", "--push"], {
      env: { GITHUB_API_URL: github.url, GHCR_URL: github.url },
    });
    assert.equal(exitCode, 0);
    assert.deepEqual(github.calls, []);
    assert.equal(
      stdout
        .slice(stdout.indexOf("press\n"))
        .replace(/check by hand, \d+/, "check by hand, N")
        .replace(/, \d+ to check/, ", N to check"),
      `press
  ? times/press: Whether Actions are enabled was not checked: GITHUB_TOKEN is not set.
      under "Actions permissions", allow at least the actions that its workflows use
      https://github.com/times/press/settings/actions
  ? times/press: The default permission of jobs was not checked: GITHUB_TOKEN is not set.
      under "Workflow permissions", choose "Read repository contents and packages permissions"; each job that pushes requests more itself
      https://github.com/times/press/settings/actions
  ? ${PACKAGE}: Access and visibility were not checked: GITHUB_TOKEN is not set.
      under "Manage Actions access", add the repository times/press with the role Write (for a user's package, replace orgs by users below)
      https://github.com/orgs/times/packages/container/press/settings

0 to correct, N to check by hand, N fine`,
    );
  });

  it("sends a token nowhere in the clear, and prints none", async () => {
    const insecure = await slipway(["doctor"], {
      env: { GITHUB_TOKEN: "ghp_x", GITHUB_API_URL: "http://example.com" },
    });
    assert.equal(insecure.exitCode, 2);
    const wrong = await slipway(["doctor", "press", "--push"], {
      env: { GITHUB_TOKEN: "ghp_canary", GITHUB_API_URL: github.url, GHCR_URL: github.url },
    });
    assert.match(wrong.stdout, /status 401: Bad credentials/);
    assert.ok(!(wrong.stdout + wrong.stderr).includes("ghp_canary"));
    // Node's fetch shows a header that it cannot send.
    const broken = await slipway(["doctor", "press"], {
      env: { GITHUB_TOKEN: "ghp_canary\nx", GITHUB_API_URL: github.url, GHCR_URL: "https://" },
    });
    assert.equal(broken.exitCode, 2);
    assert.match(broken.stderr, /^2 problems with GitHub[^]*GHCR_URL\n[^]*GITHUB_TOKEN\n/);
    assert.ok(!(broken.stdout + broken.stderr).includes("ghp_canary"));
  });

  it("names the systems of the stack where another is asked for", async () => {
    const { stderr, exitCode } = await slipway(["doctor", "shop", "--stack", "local"]);
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      `1 problem on the command line; nothing was done.

  SYSTEM
    expected: one of blog
    found:    "shop"
    fix:      name one of these`,
    );
  });
});
