import assert from "node:assert/strict";
import { UserError } from "../../../src/problems/user-error.js";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { inputsFor, RIGHTS, URN, Workbench } from "./workbench.js";

const CI = ".github/workflows/ci.yml";
const OLD = { [CI]: "on: push\njobs: {}\n", Dockerfile: "FROM old\n" };
const NEW = { ...OLD, Dockerfile: "FROM new\n" };
const NOTHING = { changes: false, replaces: [] };

describe("the life of a pull request that delivers", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(() => bench.close());

  /** The first `up`. */
  async function up(texts = OLD, replaceFiles: readonly string[] = []) {
    return (await bench.provider().create(URN, inputsFor(texts, { replaceFiles: [...replaceFiles] }))).state;
  }

  /** What a preview of the same program finds. */
  function diff(state: unknown, texts = OLD) {
    return bench.provider().diff(URN, state, inputsFor(texts));
  }

  it("begins with one commit of all files in one pull request, by nine calls", async () => {
    const { messages, calls } = await bench.during(() => up());
    assert.deepEqual(calls, [
      "GET /repos/acme/shop",
      "GET /repos/acme/shop/pulls",
      "GET /repos/acme/shop/branches/main",
      `GET /repos/acme/shop/git/trees/${bench.github.calls[3]?.path.match(/[0-9a-f]{40}/)?.[0] ?? ""}`,
      "GET /repos/acme/shop/branches/slipway%2Fdeliver",
      "POST /repos/acme/shop/git/trees",
      "POST /repos/acme/shop/git/commits",
      "POST /repos/acme/shop/git/refs",
      "POST /repos/acme/shop/pulls",
    ]);
    assert.deepEqual(messages, ["info: acme/shop: 2 files for review in /acme/shop/pull/1"]);
    assert.equal(bench.shop.commitsOn(BRANCH).length, 1);
    assert.deepEqual(bench.shop.textsOn(BRANCH), { "README.md": "shop\n", ...OLD });
    assert.deepEqual(bench.shop.textsOn("main"), { "README.md": "shop\n" });
    assert.deepEqual(
      bench.shop.pullRequests.map(({ title, head, base }) => [title, head.branch, base.branch]),
      [["Deliver 2 files from Slipway", BRANCH, "main"]],
    );
  });

  it("is foretold by a preview, which writes nothing", async () => {
    const { messages } = await bench.during(() => bench.provider().preview(URN, undefined, inputsFor(OLD)));
    assert.deepEqual(messages, [
      `info: acme/shop: a pull request would be opened for ${CI} (new) and Dockerfile (new).`,
    ]);
    assert.deepEqual(bench.github.writes, []);
  });

  it("is quiet while it waits, by seven calls", async () => {
    const state = await up();
    const { messages, calls } = await bench.during(async () => {
      assert.deepEqual(await diff(state), NOTHING);
    });
    assert.deepEqual([messages, calls.length], [[], 7]);
  });

  it("is quiet once it is merged, by four calls, with the branch deleted or not", async () => {
    const state = await up();
    bench.shop.merge(1, "squash");
    for (const isDeleted of [false, true]) {
      if (isDeleted) bench.shop.deleteReference(`refs/heads/${BRANCH}`);
      const { messages, calls } = await bench.during(async () => {
        assert.deepEqual(await diff(state), NOTHING);
      });
      assert.deepEqual([messages, calls.length], [[], 4]);
    }
    assert.equal(bench.shop.pullRequests.length, 1);
  });

  it("goes on in the same pull request when the catalogue has changed", async () => {
    const state = await up();
    assert.deepEqual(await diff(state, NEW), { changes: true, replaces: [] });
    const { messages } = await bench.during(() => bench.provider().update(URN, state, inputsFor(NEW)));
    assert.deepEqual(messages, ["info: acme/shop: /acme/shop/pull/1 was updated."]);
    assert.deepEqual(bench.shop.textsOn(BRANCH), { "README.md": "shop\n", ...NEW });
    assert.deepEqual([bench.shop.pullRequests.length, bench.shop.commitsOn(BRANCH).length], [1, 2]);
  });

  it("takes the newest default branch in when that has changed a delivered file", async () => {
    const state = await up();
    bench.shop.merge(1, "merge");
    const second = await bench.provider().update(URN, state, inputsFor(NEW));
    bench.shop.commit("main", { Dockerfile: "FROM mine\n", "src/new.ts": "1\n" });
    assert.deepEqual(await diff(second, NEW), { changes: true, replaces: [] });
    await bench.provider().update(URN, second, inputsFor(NEW));
    assert.deepEqual(bench.shop.textsOn(BRANCH), { "README.md": "shop\n", "src/new.ts": "1\n", ...NEW });
    bench.shop.merge(2, "merge");
    assert.deepEqual(bench.shop.textsOn("main"), { "README.md": "shop\n", "src/new.ts": "1\n", ...NEW });
  });

  it("is left closed when a person closed it, which every run says, until there is something else", async () => {
    const state = await up();
    bench.shop.close(1);
    for (let run = 1; run <= 2; run++) {
      const { messages } = await bench.during(async () => {
        assert.deepEqual(await diff(state), NOTHING);
      });
      assert.deepEqual(messages, [
        `warning: acme/shop: /acme/shop/pull/1 with exactly these files was closed without merging, so main stays without ${CI} (new) and Dockerfile (new). Reopen it to deliver them; otherwise change the catalogue, or set slipway:delivery to off.`,
      ]);
    }
    assert.deepEqual(await diff(state, NEW), { changes: true, replaces: [] });
    await bench.provider().update(URN, state, inputsFor(NEW));
    assert.deepEqual(
      bench.shop.pullRequests.map((request) => request.state),
      ["closed", "open"],
    );
  });

  it("shows an edit on the default branch before it proposes to replace it", async () => {
    const state = await up();
    bench.shop.merge(1, "squash");
    bench.shop.commit("main", { [CI]: "on: pull_request\njobs: {}\n" });
    assert.deepEqual(await diff(state), { changes: true, replaces: [] });
    const { messages } = await bench.during(() => bench.provider().preview(URN, state, inputsFor(OLD)));
    assert.deepEqual(messages, [
      `warning: acme/shop: ${CI} on main differs from Slipway's delivery (changed at on). The pull request replaces it; add what should stay to systems/shop/files/${CI}.`,
      `info: acme/shop: a pull request would be opened for ${CI} (changed).`,
    ]);
  });

  it("replaces no file of a person's without leave, and says whose it was with leave", async () => {
    bench.shop.commit("main", { Dockerfile: "FROM mine\n" });
    await assert.rejects(up(), {
      name: "UserError",
      problems: [
        {
          where: "acme/shop, Dockerfile on main",
          expected: "a file that Slipway delivered, or none",
          found: "a person's file",
          fix: "compare it with systems/shop/files/Dockerfile; to let Slipway replace it, add shop/Dockerfile to slipway:replaceFiles",
        },
      ],
    });
    await assert.rejects(bench.provider().preview(URN, undefined, inputsFor(OLD)), { name: "UserError" });
    assert.deepEqual(bench.github.writes, []);
    const { messages } = await bench.during(() => up(OLD, ["Dockerfile"]));
    assert.deepEqual(messages, [
      "warning: acme/shop: Dockerfile on main is a person's file, listed in slipway:replaceFiles (changed). The pull request replaces it; add what should stay to systems/shop/files/Dockerfile.",
      "info: acme/shop: 2 files for review in /acme/shop/pull/1",
    ]);
  });

  it("tells of what is delivered no longer, and leaves it", async () => {
    const state = await up();
    bench.shop.merge(1, "squash");
    const { messages } = await bench.during(() =>
      bench.provider().update(URN, state, inputsFor({ [CI]: OLD[CI] })),
    );
    assert.deepEqual(messages, [
      "warning: acme/shop: Dockerfile is no longer delivered, but still on main. Slipway deletes nothing there: remove what is not needed.",
    ]);
    assert.deepEqual(bench.shop.textsOn("main"), { "README.md": "shop\n", ...OLD });
  });

  it("ends with a destroy, which leaves the default branch as it is; a later `up` begins anew", async () => {
    const state = await up();
    await bench.provider().delete(URN, state);
    assert.deepEqual([bench.shop.head(BRANCH), bench.shop.openPullRequests], [undefined, []]);
    assert.deepEqual(bench.shop.textsOn("main"), { "README.md": "shop\n" });
    await bench.provider().delete(URN, state);
    await up();
    assert.equal(bench.shop.openPullRequests.length, 1);
  });

  it("ends under the name that the repository has by then", async () => {
    const state = await up();
    bench.shop.rename("acme/store");
    await bench.provider().delete(URN, state);
    assert.deepEqual([bench.shop.head(BRANCH), bench.shop.openPullRequests], [undefined, []]);
  });

  it("ends without the branch being deleted when others have worked on it", async () => {
    const state = await up();
    const commit = bench.shop.commit(BRANCH, { "src/theirs.ts": "1\n" }, "Work\n");
    const { messages } = await bench.during(() => bench.provider().delete(URN, state));
    assert.deepEqual(messages, [
      `warning: acme/shop: the branch ${BRANCH} stays, because it has commits of others: ${commit.slice(0, 7)} "Work". Delete it when they are not needed.`,
    ]);
    assert.equal(bench.shop.head(BRANCH), commit);
    assert.deepEqual(bench.shop.openPullRequests, []);
  });

  it("is closed, and its branch deleted, when nothing is left to deliver", async () => {
    const state = await up();
    bench.shop.commit("main", OLD);
    const { messages } = await bench.during(() => bench.provider().update(URN, state, inputsFor(OLD)));
    assert.deepEqual(messages, ["info: /acme/shop/pull/1 was closed: nothing is left to deliver."]);
    assert.deepEqual([bench.shop.head(BRANCH), bench.shop.openPullRequests], [undefined, []]);
  });

  it("keeps content that is no text, and the executable bit", async () => {
    const content = Buffer.from([0, 255, 1, 254]);
    const file = {
      source: "a test",
      executable: true,
      content: content.toString("base64"),
      encoding: "base64",
    };
    const inputs = { ...inputsFor({}), files: { "bin/tool": file } };
    const { state } = await bench.provider().create(URN, inputs);
    const found = bench.shop.filesAt(bench.shop.head(BRANCH) ?? "").get("bin/tool");
    assert.equal(found?.mode, "100755");
    assert.deepEqual(bench.shop.objects.blob(found.sha), content);
    assert.deepEqual(await bench.provider().diff(URN, state, inputs), NOTHING);
  });

  it("keeps in its state what else is asked for, without a word to GitHub, and warns but once", async () => {
    const state = await up();
    bench.shop.close(1);
    const other = inputsFor(OLD, { replaceFiles: ["Makefile"] });
    const { messages, calls } = await bench.during(async () => {
      assert.deepEqual(await bench.provider().diff(URN, state, other), { changes: true, replaces: [] });
      assert.deepEqual((await bench.provider().update(URN, state, other)).replaceFiles, ["Makefile"]);
    });
    assert.equal(messages.length, 1);
    assert.deepEqual(
      calls.filter((call) => !call.startsWith("GET")),
      [],
    );
  });

  it("moves with the repository that the catalogue names: another resource", async () => {
    const state = await up();
    const elsewhere = inputsFor(OLD, { repository: "store" });
    assert.deepEqual(await bench.provider().diff(URN, state, elsewhere), {
      changes: true,
      replaces: ["repository"],
    });
  });

  it("keeps in its state what it was asked for, and knows what is there after a refresh", async () => {
    const state = await up();
    const url = `${bench.github.url}/acme/shop/pull/1`;
    assert.deepEqual(state, { ...inputsFor(OLD), owned: [], pullRequest: url });
    bench.shop.merge(1, "squash");
    assert.deepEqual(await bench.provider().read(URN, state), { ...state, pullRequest: "" });
  });
});

describe("a delivery that cannot go on", () => {
  let bench: Workbench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  /** The problems of a first `up`. */
  async function problems(token: Parameters<typeof Workbench.open>[0], prepare?: (bench: Workbench) => void) {
    bench = await Workbench.open(token);
    prepare?.(bench);
    try {
      await bench.provider().create(URN, inputsFor(OLD));
    } catch (error) {
      assert.ok(error instanceof UserError);
      return error.problems;
    }
    return assert.fail("it went on");
  }

  const cases: Record<string, [Parameters<typeof problems>, where: string, expected: string]> = {
    "the permission for workflow files": [
      [{ permissions: { contents: "write", pull_requests: "write" } }],
      "acme/shop, creating the branch",
      "a token with contents: write and workflows: write (classic: repo and workflow)",
    ],
    // GitHub answers with 404.
    "the scope of a classic token for workflow files": [
      [{ kind: "classic", scopes: ["repo"] }],
      "acme/shop, creating the branch",
      "a token with contents: write and workflows: write (classic: repo and workflow)",
    ],
    "the permission for pull requests": [
      [{ permissions: { ...RIGHTS, pull_requests: "read" } }],
      "acme/shop, the pull request",
      "a token with pull requests: write (classic: repo)",
    ],
    "a repository that does not exist or is hidden": [
      [{ permissions: RIGHTS, repositories: ["acme/other"] }],
      "acme/shop",
      "a repository that the token may see",
    ],
    "a renamed repository": [
      [
        { permissions: RIGHTS },
        ({ shop }) => {
          shop.rename("acme/store");
        },
      ],
      "acme/shop",
      "the repository's current name",
    ],
    "an empty repository": [
      [
        { permissions: RIGHTS },
        ({ shop }) => {
          shop.references.clear();
        },
      ],
      "acme/shop",
      "a repository with a commit on its default branch",
    ],
  };
  for (const [what, [given, where, expected]] of Object.entries(cases)) {
    it(`names ${what}`, async () => {
      assert.deepEqual(
        (await problems(...given)).map((problem) => [problem.where, problem.expected]),
        [[where, expected]],
      );
    });
  }

  it("tells of a token that GitHub does not take, and does not show it", async () => {
    const found = await problems({ permissions: RIGHTS }, ({ token }) => {
      token.expire();
    });
    assert.deepEqual(found, [
      {
        where: "GITHUB_TOKEN or github:token",
        expected: "a valid token",
        found: "401 Bad credentials, for acme/shop, reading the repository",
        fix: "it has expired or was revoked: create a new one (docs/delivery.md lists its permissions)",
      },
    ]);
    assert.ok(!JSON.stringify([found, bench?.messages]).includes(bench?.token.secret ?? ""));
  });

  it("needs no token to preview or refresh, and says once that nothing was compared", async () => {
    const other = await Workbench.open();
    bench = other;
    const state = (await other.provider().create(URN, inputsFor(OLD))).state;
    const provider = other.provider("");
    const { messages, calls } = await other.during(async () => {
      assert.deepEqual(await provider.diff(URN, state, inputsFor(OLD)), NOTHING);
      await provider.preview(URN, undefined, inputsFor(OLD));
      assert.deepEqual(await provider.diff(URN, state, inputsFor(NEW)), { changes: true, replaces: [] });
      assert.deepEqual(await provider.read(URN, state), state);
    });
    const warning =
      "warning: Not compared with GitHub: there is no token. Set GITHUB_TOKEN; github:token of the stack's configuration is available only when the program runs, which a refresh does not do.";
    assert.deepEqual([messages, calls], [[warning], []]);
    await assert.rejects(provider.delete(URN, state), {
      problems: [
        {
          where: "GITHUB_TOKEN or github:token",
          expected: "a token for GitHub, because slipway:delivery is pull-request",
          found: "none",
          fix: "set GITHUB_TOKEN; github:token of the stack's configuration is available to `preview` and `up` only",
        },
      ],
    });
  });

  it("takes the token that the program hands over in place of the environment's", async () => {
    bench = await Workbench.open();
    const provider = bench.provider("expired");
    provider.useToken({ token: bench.token.secret });
    await provider.create(URN, inputsFor(OLD));
    assert.equal(bench.shop.openPullRequests.length, 1);
  });
});
