import assert from "node:assert/strict";
import { deliver, withdraw } from "../../../../src/delivery/pull-request/deliver.js";
import { BRANCH } from "../../../../src/delivery/pull-request/remote.js";
import { client } from "../../../github-emulator/client.js";
import { GitHub } from "../../../github-emulator/emulator.js";
import type { Repository } from "../../../github-emulator/repository.js";
import { deliveryOf } from "./remotes.js";

const RIGHTS = { contents: "write", pull_requests: "write", workflows: "write" } as const;
const FILES = { Dockerfile: "FROM old\n" };

describe("a delivery while others are at work", () => {
  let github: GitHub;
  let shop: Repository;
  beforeEach(async () => {
    github = await GitHub.start();
    shop = github.repository("acme/shop", { files: { "README.md": "shop\n" } });
  });
  afterEach(() => github.stop());

  const noPause = () => Promise.resolve();
  const run = (texts = FILES) =>
    deliver(client(github, github.token({ permissions: RIGHTS })), deliveryOf(texts), noPause);
  const take = () =>
    withdraw(client(github, github.token({ permissions: RIGHTS })), deliveryOf(FILES), noPause);

  /** Does something just before the first call of this kind. */
  function before(method: string, path: RegExp, act: () => void) {
    let isDone = false;
    github.intervene = (call) => {
      if (!isDone && call.method === method && path.test(call.path)) {
        isDone = true;
        act();
      }
      return undefined;
    };
  }

  it("looks again where the branch was made meanwhile, and leaves what is on it", async () => {
    before("POST", /git\/refs$/, () => shop.commit(BRANCH, { "src/theirs.ts": "1\n" }, "Work\n", "main"));
    await assert.rejects(run(), /branch slipway\/deliver\n {4}expected: only Slipway's commits/);
    assert.deepEqual(shop.textsOn(BRANCH), { "README.md": "shop\n", "src/theirs.ts": "1\n" });
  });

  it("loses no commit that is pushed just before its own", async () => {
    await run();
    before("PATCH", /git\/refs/, () => shop.commit(BRANCH, { "src/theirs.ts": "1\n" }));
    await assert.rejects(run({ Dockerfile: "FROM new\n" }), /expected: only Slipway's commits/);
    assert.equal(shop.textsOn(BRANCH)["src/theirs.ts"], "1\n");
  });

  it("opens no second pull request where somebody opened one meanwhile, but makes it its own", async () => {
    const theirs = { title: "Mine", body: "", login: "somebody", head: BRANCH, base: "main" };
    before("POST", /pulls$/, () => shop.openPullRequest(theirs));
    await run();
    assert.deepEqual(
      shop.pullRequests.map(({ title }) => title),
      ["Deliver Dockerfile from Slipway"],
    );
  });

  it("opens nothing where all was merged meanwhile", async () => {
    await run();
    before("PATCH", /git\/refs/, () => {
      shop.merge(1, "merge");
      shop.deleteReference(`refs/heads/${BRANCH}`);
      shop.commit("main", { Dockerfile: "FROM new\n" });
    });
    const { decision } = await run({ Dockerfile: "FROM new\n" });
    assert.deepEqual([decision.kind, shop.pullRequests.length], ["nothing", 1]);
  });

  it("deletes no branch that somebody pushed to at the last moment", async () => {
    await run();
    before("PATCH", /pulls\/1$/, () => shop.commit(BRANCH, { "src/theirs.ts": "1\n" }));
    assert.equal((await take()).branch.kind, "keep");
    assert.equal(shop.textsOn(BRANCH)["src/theirs.ts"], "1\n");
  });

  it("gives up where GitHub says again and again that things have changed", async () => {
    github.intervene = (call) => {
      if (call.method === "POST" && call.path.endsWith("/git/refs")) {
        shop.references.set(`refs/heads/${BRANCH}`, shop.head("main") ?? "");
        setImmediate(() => shop.references.delete(`refs/heads/${BRANCH}`));
      }
      return undefined;
    };
    await assert.rejects(run(), { name: "UserError" });
    assert.equal(github.calls.filter(({ path }) => path.endsWith("/git/refs")).length, 4);
  });
});
