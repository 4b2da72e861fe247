import assert from "node:assert/strict";
import { applyDecision, Overtaken } from "../../../../src/delivery/pull-request/apply.js";
import { decide } from "../../../../src/delivery/pull-request/decide.js";
import type { Delivery } from "../../../../src/delivery/pull-request/delivery.js";
import { observe } from "../../../../src/delivery/pull-request/observe.js";
import { readRecord, recordOf } from "../../../../src/delivery/pull-request/record.js";
import { BRANCH } from "../../../../src/delivery/pull-request/remote.js";
import { client } from "../../../github-emulator/client.js";
import { GitHub } from "../../../github-emulator/emulator.js";
import type { Repository } from "../../../github-emulator/repository.js";
import { deliveryOf } from "./remotes.js";

const RIGHTS = { contents: "write", pull_requests: "write", workflows: "write" } as const;

describe("applyDecision", () => {
  let github: GitHub;
  let shop: Repository;
  beforeEach(async () => {
    github = await GitHub.start();
    shop = github.repository("acme/shop", { files: { "README.md": "shop\n" } });
  });
  afterEach(() => github.stop());

  /** Observes and decides, then lets somebody act, then applies. */
  async function apply(delivery: Delivery, meanwhile: () => void = () => undefined) {
    const octokit = client(github, github.token({ permissions: RIGHTS }));
    const remote = await observe(octokit, delivery);
    const decision = decide(remote, delivery);
    meanwhile();
    return applyDecision(octokit, delivery, remote, decision);
  }

  it("commits text, binary content and executable files at once, and opens a pull request", async () => {
    const binary = Buffer.from([0, 255, 10]);
    const { files } = deliveryOf({ "bin/run.sh": "#!/bin/sh\n", "é.txt": "é\n", logo: "" });
    const delivery = deliveryOf(
      {},
      {
        files: files.map(({ path, content, ...file }) => ({
          ...{ ...file, path, executable: path.endsWith(".sh") },
          content: path === "logo" ? binary : content,
        })),
      },
    );
    assert.equal(await apply(delivery), `${github.url}/acme/shop/pull/1`);
    const main = shop.filesAt(shop.head("main") ?? "");
    const all = new Map([...main, ...recordOf(delivery.files)]);
    assert.deepEqual(shop.filesAt(shop.head(BRANCH) ?? ""), all);
    assert.equal(shop.commitsOn(BRANCH).length, 1);
    assert.deepEqual(readRecord(shop.pullRequest(1).body ?? ""), recordOf(delivery.files));
  });

  it("gives a pull request that was merged meanwhile its record back", async () => {
    const old = deliveryOf({ Dockerfile: "FROM old\n" });
    await apply(old);
    const merge = () => {
      shop.merge(1, "merge");
    };
    await assert.rejects(apply(deliveryOf({ Dockerfile: "FROM new\n" }), merge), Overtaken);
    assert.deepEqual(readRecord(shop.pullRequest(1).body ?? ""), recordOf(old.files));
  });

  it("closes its pull request and deletes the branch where nothing is left to deliver", async () => {
    const delivery = deliveryOf({ Dockerfile: "FROM new\n" });
    await apply(delivery);
    shop.commit("main", { Dockerfile: "FROM new\n" });
    assert.equal(await apply(delivery), undefined);
    const { state, body } = shop.pullRequest(1);
    assert.deepEqual([state, shop.head(BRANCH), readRecord(body ?? "")], ["closed", undefined, undefined]);
    assert.match(body ?? "", /\n\nClosed by Slipway: nothing is left to deliver\.$/);
  });
});
