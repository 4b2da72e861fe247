import { deepEqual, equal, match, ok } from "node:assert/strict";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import type { Outcome } from "../outcome.js";
import { DeliveryStack } from "./delivery-stack.js";
import { RIGHTS, VERSIONS } from "./versions.js";

const [FIRST = [], SECOND = [], THIRD = []] = VERSIONS;

describe("the life of a pull request, on the real engine", () => {
  let stack: DeliveryStack;
  before(async () => {
    stack = await DeliveryStack.create();
  });
  after(() => stack.remove());

  it("is announced by the first preview, which changes nothing", async () => {
    const preview = await quietly(() => stack.project.preview());
    deepEqual(preview.changes, ["create RepositoryFiles shop"]);
    match(
      preview.output,
      /acme\/shop: a pull request would be opened for \.github\/workflows\/ci\.yml \(new\), docker\/build\.sh \(new\), and logo\.bin \(new\)\./,
    );
  });

  it("begins with the first up: one branch, one commit, one pull request", async () => {
    const main = stack.repository.head("main");
    const up = await succeeds(() => stack.project.up());
    deepEqual(up.changes, ["create RepositoryFiles shop"]);
    equal(stack.repository.head("main"), main);
    equal(stack.repository.commitsOn(BRANCH).length, 1);
    deepEqual(pullRequests(), ["#1 open: Deliver 3 files from Slipway"]);
    deepEqual(textsOn(BRANCH), { ...texts(FIRST), "README.md": "shop\n", "src/main.ts": "main\n" });
  });

  it("stays as it is in a second up, for few calls", async () => {
    const before = stack.github.calls.length;
    await changesNothing();
    console.log(`    calls of an up without a change: ${stack.github.calls.length - before}`);
  });

  it("goes on when the catalogue changes: one more commit, the same pull request", async () => {
    await stack.setFiles(SECOND);
    const up = await succeeds(() => stack.project.up());
    deepEqual(up.changes, ["update RepositoryFiles shop"]);
    equal(stack.repository.commitsOn(BRANCH).length, 2);
    deepEqual(pullRequests(), ["#1 open: Deliver 4 files from Slipway"]);
    deepEqual(textsOn(BRANCH), { ...texts(SECOND), "README.md": "shop\n", "src/main.ts": "main\n" });
  });

  it("ends when it is merged: no difference, whether its branch is there or not", async () => {
    stack.repository.merge(1, "squash");
    await changesNothing();
    stack.repository.deleteReference(`refs/heads/${BRANCH}`);
    await changesNothing();
    deepEqual(pullRequests(), ["#1 merged: Deliver 4 files from Slipway"]);
  });

  it("shows an edit on the default branch in the preview, before a pull request would replace it", async () => {
    stack.repository.commit("main", { "docker/Dockerfile": "FROM busybox\n" });
    const preview = await quietly(() => stack.project.preview());
    deepEqual(preview.changes, ["update RepositoryFiles shop"]);
    match(
      preview.output,
      /acme\/shop: docker\/Dockerfile on main differs from Slipway's delivery \(.+\)\. The pull request replaces it; add what should stay to systems\/shop\/files\/docker\/Dockerfile\./,
    );
    await succeeds(() => stack.project.up());
    equal(stack.repository.textsOn("main")["docker/Dockerfile"], "FROM busybox\n");
    deepEqual(pullRequests(), [
      "#1 merged: Deliver 4 files from Slipway",
      "#2 open: Deliver docker/Dockerfile from Slipway",
    ]);
    match(stack.repository.pullRequest(2).body ?? "", /\*\*replaces an edit\*\* on `main`/);
  });

  it("is not opened again when somebody closed it: up says so, and leaves it", async () => {
    stack.repository.close(2);
    const up = await changesNothing();
    match(up.output, /\/acme\/shop\/pull\/2 with exactly these files was closed without merging/);
    equal(stack.repository.openPullRequests.length, 0);
  });

  it("begins anew with another change of the catalogue", async () => {
    await stack.setFiles(THIRD);
    await succeeds(() => stack.project.up());
    deepEqual(pullRequests().slice(2), ["#3 open: Deliver 3 files from Slipway"]);
    stack.repository.merge(3, "merge");
    await changesNothing();
  });

  it("does not take a file that a person owns, unless it is told to", async () => {
    stack.repository.commit("main", { "docs/guide.md": "by hand\n" });
    const guide = { path: "docs/guide.md", content: Buffer.from("made\n"), executable: false, source: "" };
    await stack.setFiles([...THIRD, guide]);
    const before = stack.github.writes.length;
    for (const refused of [await stack.project.preview(), await stack.project.up()]) {
      ok(!refused.succeeded);
      match(refused.output, /docs\/guide\.md on main/);
      match(refused.output, /to let Slipway replace it, add shop\/docs\/guide\.md to slipway:replaceFiles/);
    }
    equal(stack.github.writes.length, before);

    await stack.project.configure({ "slipway:replaceFiles": ["shop/docs/guide.md"] });
    await succeeds(() => stack.project.up());
    deepEqual(pullRequests().slice(3), ["#4 open: Deliver docs/guide.md from Slipway"]);
  });

  it("finds in a refresh what is there", async () => {
    await quietly(() => stack.project.refresh());
    await changesNothing();
  });

  for (const [lacking, permissions, needed] of [
    ["contents", { ...RIGHTS, contents: "read" }, "contents: write and workflows: write"],
    ["workflows", { contents: "write", pull_requests: "write" }, "contents: write and workflows: write"],
    ["pull requests", { ...RIGHTS, pull_requests: "read" }, "pull requests: write"],
  ] as const) {
    it(`says so where the token may not write ${lacking}`, async () => {
      await stack.setFiles(SECOND);
      await stack.project.configure({ "github:token": stack.github.token({ permissions }).secret });
      const up = await stack.project.up();
      ok(!up.succeeded);
      match(up.output, new RegExp(`expected: a token with ${needed} `));
      match(up.output, /found: {4}403 Resource not accessible by personal access token/);
    });
  }

  it("goes on where a token with too few rights left off", async () => {
    const { secret } = stack.github.token({ permissions: RIGHTS });
    await stack.project.configure({ "github:token": secret });
    await succeeds(() => stack.project.up());
    deepEqual(pullRequests().slice(3), ["#4 open: Deliver 2 files from Slipway"]);
    deepEqual(textsOn(BRANCH), { ...textsOn("main"), ...texts(SECOND) });
    const { stdout } = await stack.project.pulumi("stack", "export", "--show-secrets", "--stack", "test");
    ok(stdout.includes("slipway-github:index:RepositoryFiles"));
    ok(!stdout.includes(secret) && !stdout.includes(stack.token.secret), "a token stands in the state");
  });

  it("ends with a destroy: closed, its branch deleted, the default branch untouched", async () => {
    const main = stack.repository.head("main");
    await succeeds(() => stack.project.destroy());
    deepEqual(
      [stack.repository.head("main"), stack.repository.head(BRANCH), stack.repository.openPullRequests],
      [main, undefined, []],
    );
    deepEqual(pullRequests().slice(3), ["#4 closed: Deliver 2 files from Slipway"]);
  });

  async function succeeds(act: () => Promise<Outcome>): Promise<Outcome> {
    const outcome = await act();
    ok(outcome.succeeded, outcome.output);
    return outcome;
  }

  /** It succeeds, and writes nothing to GitHub. */
  async function quietly(act: () => Promise<Outcome>): Promise<Outcome> {
    const before = stack.github.writes.length;
    const outcome = await succeeds(act);
    equal(stack.github.writes.length, before);
    return outcome;
  }

  async function changesNothing(): Promise<Outcome> {
    const up = await quietly(() => stack.project.up());
    deepEqual(up.changes, []);
    return up;
  }

  function pullRequests(): string[] {
    return stack.repository.pullRequests.map(
      ({ number, state, mergedAt, title }) =>
        `#${number} ${mergedAt === undefined ? state : "merged"}: ${title}`,
    );
  }

  function textsOn(branch: string): Readonly<Record<string, string>> {
    return stack.repository.textsOn(branch);
  }

  function texts(files: typeof FIRST): Readonly<Record<string, string>> {
    return Object.fromEntries(files.map(({ path, content }) => [path, content.toString()]));
  }
});
