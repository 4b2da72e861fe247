import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkedReference, refuseOtherContent } from "../../../components/ecr/immutable-tag.js";
import { labelRegistry, type Registry } from "../../src/registry/registry-server.js";
import { useMocks, valueOf } from "../mocks.js";

describe("refuseOtherContent", () => {
  let server: Registry | undefined;
  beforeEach(() => useMocks());
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  /** A tag of a registry whose image has that content. */
  const holding = async (content: string) => {
    server = await labelRegistry({
      "manifests/v1": { config: { digest: "sha256:c" } },
      "blobs/sha256:c": { config: { Labels: { "dev.slipway.content": content } } },
    });
    return `${server.host}/shop:v1`;
  };
  const check = (reference: string) => checkedReference(reference, "mine", undefined);

  it("passes a tag that holds the same content", async () => {
    const reference = await holding("mine");
    assert.equal(await check(reference), reference);
  });

  it("refuses a tag that holds other content, and says what to do (user pain 9)", async () => {
    const reference = await holding("other");
    await assert.rejects(check(reference), {
      message: `${reference} is immutable and already holds other content. Publish under a new version: pulumi config set slipway:release VERSION`,
    });
  });

  it("passes where the registry cannot be asked: the push will tell", async () => {
    assert.equal(await check("127.0.0.1:1/shop:v1"), "127.0.0.1:1/shop:v1");
  });

  it("logs in with the registry's own credentials, and keeps the reference readable", async () => {
    const reference = await holding("mine");
    const login = { address: "x", username: "AWS", password: pulumi.secret("token") };
    const output = refuseOtherContent(pulumi.output(reference), "mine", [login]);
    assert.equal(await valueOf(output), reference);
    assert.equal(await pulumi.isSecret(output), false);
    const basic = `Basic ${Buffer.from("AWS:token").toString("base64")}`;
    assert.deepEqual(server?.asked, [
      "GET /v2/",
      `GET /v2/shop/manifests/v1 ${basic}`,
      `GET /v2/shop/blobs/sha256:c ${basic}`,
    ]);
  });

  it("asks without credentials where there are none, or half of them", async () => {
    const reference = await holding("mine");
    for (const logins of [[], [{ address: "x", username: "AWS" }], [{ address: "x", password: "token" }]]) {
      assert.equal(await valueOf(refuseOtherContent(pulumi.output(reference), "mine", logins)), reference);
    }
    assert.doesNotMatch(server?.asked.join() ?? "", /Basic/);
  });
});
