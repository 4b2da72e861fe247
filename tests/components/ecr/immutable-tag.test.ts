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
  /** Asks with this login of the registry's. */
  const check = (reference: string, login?: { username?: string; password?: pulumi.Output<string> }) =>
    refuseOtherContent(pulumi.output(reference), "mine", login ? [{ address: "x", ...login }] : []);

  it("refuses a tag that holds other content, and says what to do (user pain 9)", async () => {
    const reference = await holding("other");
    await assert.rejects(checkedReference(reference, "mine", undefined), {
      message: `${reference} is immutable and already holds other content. Publish under a new version: pulumi config set slipway:release VERSION`,
    });
  });

  it("passes where the registry cannot be asked: the push will tell", async () => {
    assert.equal(await valueOf(check("127.0.0.1:1/shop:v1")), "127.0.0.1:1/shop:v1");
  });

  it("logs in with the registry's own credentials, and keeps the reference readable", async () => {
    const reference = await holding("mine");
    const output = check(reference, { username: "AWS", password: pulumi.secret("token") });
    assert.deepEqual([await valueOf(output), await pulumi.isSecret(output)], [reference, false]);
    const basic = `Basic ${Buffer.from("AWS:token").toString("base64")}`;
    const [manifest, blob] = ["manifests/v1", "blobs/sha256:c"].map(
      (path) => `GET /v2/shop/${path} ${basic}`,
    );
    assert.deepEqual(server?.asked, ["GET /v2/", manifest, blob]);
  });

  it("asks without credentials where there are none, or half of them, and passes the same content", async () => {
    const reference = await holding("mine");
    for (const login of [undefined, { username: "AWS" }, { password: pulumi.secret("token") }]) {
      assert.equal(await valueOf(check(reference, login)), reference);
    }
    assert.doesNotMatch(server?.asked.join() ?? "", /Basic/);
  });
});
