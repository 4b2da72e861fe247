import assert from "node:assert/strict";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { inputsFor, URN, Workbench } from "./workbench.js";

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

  it("is quiet while it waits, and once it is merged, with the branch deleted or not", async () => {
    const state = await up();
    const isQuiet = async (calls: number) => {
      const seen = await bench.during(async () => {
        assert.deepEqual(await diff(state), NOTHING);
      });
      assert.deepEqual([seen.messages, seen.calls.length], [[], calls]);
    };
    await isQuiet(7);
    bench.shop.merge(1, "squash");
    await isQuiet(4);
    bench.shop.deleteReference(`refs/heads/${BRANCH}`);
    await isQuiet(4);
    assert.deepEqual(await bench.provider().read(URN, state), { ...state, pullRequest: "" });
  });

  it("takes the newest default branch in when that has changed a delivered file", async () => {
    const state = await up();
    bench.shop.merge(1, "merge");
    const second = await bench.provider().update(URN, state, inputsFor(NEW));
    assert.deepEqual(second.owned.toSorted(), Object.keys(NEW).toSorted());
    bench.shop.commit("main", { Dockerfile: "FROM mine\n", "src/new.ts": "1\n" });
    assert.deepEqual(await diff(second, NEW), { changes: true, replaces: [] });
    await bench.provider().update(URN, second, inputsFor(NEW));
    assert.deepEqual(bench.shop.textsOn(BRANCH), { "README.md": "shop\n", "src/new.ts": "1\n", ...NEW });
  });

  it("replaces no file of a person's without leave", async () => {
    bench.shop.commit("main", { Dockerfile: "FROM mine\n" });
    const refusal = { message: /^1 problem in the delivery; nothing was changed\.[^]*replaceFiles$/ };
    await assert.rejects(up(), refusal);
    await assert.rejects(bench.provider().preview(URN, undefined, inputsFor(OLD)), refusal);
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
    assert.ok(calls.every((call) => call.startsWith("GET")));
  });

  it("is one stack's: another is refused, in its preview too, until the first is destroyed", async () => {
    const other = URN.replace("test", "prod");
    const state = await up();
    bench.shop.merge(1, "squash");
    const writes = bench.github.writes.length;
    const refusal = { message: /a pull request of slipway\/prod, because one stack/ };
    await assert.rejects(bench.provider().preview(other, undefined, inputsFor(NEW)), refusal);
    await assert.rejects(bench.provider().create(other, inputsFor(NEW)), refusal);
    assert.equal(bench.github.writes.length, writes);
    await bench.provider().delete(URN, state);
    await bench.provider().create(other, inputsFor(NEW));
  });
});

describe("a delivery's token", () => {
  let bench: Workbench;
  const open = async (...token: Parameters<typeof Workbench.open>) => {
    bench = await Workbench.open(...token);
  };
  afterEach(() => bench.close());

  it("needs the scope for workflow files, without which GitHub answers with 404", async () => {
    await open({ kind: "classic", scopes: ["repo"] });
    await assert.rejects(
      bench.provider().create(URN, inputsFor(OLD)),
      /acme\/shop, creating the branch\n.*contents: write and workflows: write \(classic: repo and workflow\)/,
    );
  });

  it("is never shown, even where GitHub does not take it", async () => {
    await open();
    bench.token.expire();
    await assert.rejects(bench.provider().create(URN, inputsFor(OLD)), ({ message }: Error) => {
      assert.match(message, /GITHUB_TOKEN or github:token\n.*\n +found: +401 Bad credentials/);
      assert.ok(![message, JSON.stringify(bench.messages)].join("").includes(bench.token.secret));
      return true;
    });
  });

  it("is not needed to preview or refresh, which say once that nothing was compared", async () => {
    await open();
    const { state } = await bench.provider().create(URN, inputsFor(OLD));
    const provider = bench.provider("");
    const { messages, calls } = await bench.during(async () => {
      assert.deepEqual(await provider.diff(URN, state, inputsFor(OLD)), NOTHING);
      await provider.preview(URN, undefined, inputsFor(OLD));
      assert.deepEqual(await provider.diff(URN, state, inputsFor(NEW)), { changes: true, replaces: [] });
      assert.deepEqual(await provider.read(URN, state), state);
    });
    const warning =
      "warning: Not compared with GitHub: there is no token. Set GITHUB_TOKEN; github:token of the stack's configuration is available only when the program runs, which a refresh does not do.";
    assert.deepEqual([messages, calls], [[warning], []]);
    const fix = /fix: +set GITHUB_TOKEN; github:token of .* is available to `preview` and `up` only$/;
    await assert.rejects(provider.delete(URN, state), fix);
  });

  it("is the program's in place of the environment's", async () => {
    await open();
    const provider = bench.provider("expired");
    provider.useToken({ token: bench.token.secret });
    await provider.create(URN, inputsFor(OLD));
    assert.equal(bench.shop.openPullRequests.length, 1);
  });
});
