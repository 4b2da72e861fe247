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

  it("replaces no file of a person's without leave", async () => {
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
    await up(OLD, ["Dockerfile"]);
    assert.equal(bench.shop.openPullRequests.length, 1);
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

  it("keeps in its state what it was asked for, and knows what is there after a refresh", async () => {
    const state = await up();
    const url = `${bench.github.url}/acme/shop/pull/1`;
    assert.deepEqual(state, { ...inputsFor(OLD), owned: [], pullRequest: url });
    bench.shop.merge(1, "squash");
    assert.deepEqual(await bench.provider().read(URN, state), { ...state, pullRequest: "" });
  });

  it("is one stack's: another is refused, in its preview too, until the first is destroyed", async () => {
    const other = URN.replace("test", "prod");
    const state = await up();
    bench.shop.merge(1, "squash");
    const writes = bench.github.writes.length;
    const problem = {
      where: `acme/shop, ${bench.github.url}/acme/shop/pull/1`,
      expected: "a pull request of slipway/prod, because one stack delivers to a repository",
      found: "one of slipway/test",
      fix: "set slipway:delivery to off in one of the two; slipway/test releases the repository with the next `pulumi up` there, or when its name is removed from the pull request's text",
    };
    const refusal = { name: "UserError", problems: [problem] };
    await assert.rejects(bench.provider().preview(other, undefined, inputsFor(NEW)), refusal);
    await assert.rejects(bench.provider().create(other, inputsFor(NEW)), refusal);
    assert.equal(bench.github.writes.length, writes);
    await bench.provider().delete(URN, state);
    await bench.provider().create(other, inputsFor(NEW));
    await assert.rejects(bench.provider().preview(URN, undefined, inputsFor(OLD)), { name: "UserError" });
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

  it("names the scope of a classic token for workflow files: GitHub answers with 404", async () => {
    const [problem] = await problems({ kind: "classic", scopes: ["repo"] });
    const expected = "a token with contents: write and workflows: write (classic: repo and workflow)";
    assert.deepEqual([problem?.where, problem?.expected], ["acme/shop, creating the branch", expected]);
  });

  it("names a renamed repository", async () => {
    const found = await problems({ permissions: RIGHTS }, ({ shop }) => {
      shop.rename("acme/store");
    });
    assert.equal(found[0]?.expected, "the repository's current name");
  });

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
