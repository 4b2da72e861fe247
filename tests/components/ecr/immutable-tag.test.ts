import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { checkedReference, refuseOtherContent } from "../../../components/ecr/immutable-tag.js";
import { useMocks, valueOf } from "../mocks.js";

const LABEL = "dev.slipway.content";

/** A registry that holds one image under `shop:v1`. A stand-in: the real one is asked in tests/e2e. */
function serve(answers: Readonly<Record<string, unknown>>, requests: IncomingMessage[]): Promise<Server> {
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers[request.url ?? ""];
    response.statusCode = request.url === "/v2/" ? 401 : answer === undefined ? 404 : 200;
    response.end(JSON.stringify(answer));
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

describe("refuseOtherContent", () => {
  let server: Server | undefined;
  let requests: IncomingMessage[];
  beforeEach(async () => {
    requests = [];
    await useMocks();
  });
  afterEach(() => {
    server?.close();
    server = undefined;
  });
  const holding = async (labels: Record<string, string> | undefined) => {
    server = await serve(
      {
        "/v2/shop/manifests/v1": { config: { digest: "sha256:c" }, layers: [] },
        "/v2/shop/blobs/sha256:c": { config: { Labels: labels } },
      },
      requests,
    );
    return `127.0.0.1:${(server.address() as AddressInfo).port}/shop:v1`;
  };
  const check = (reference: string) => checkedReference(reference, "mine", undefined);

  it("passes a tag that holds the same content", async () => {
    const reference = await holding({ [LABEL]: "mine" });
    assert.equal(await check(reference), reference);
  });

  it("refuses a tag that holds other content, and says what to do (user pain 9)", async () => {
    const reference = await holding({ [LABEL]: "other" });
    await assert.rejects(check(reference), {
      message: `${reference} is immutable and already holds other content. Publish under a new version: pulumi config set slipway:release VERSION`,
    });
  });

  it("passes where the registry cannot be asked: the push will tell", async () => {
    assert.equal(await check("127.0.0.1:1/shop:v1"), "127.0.0.1:1/shop:v1");
  });

  it("logs in with the registry's own credentials, and keeps the reference readable", async () => {
    const reference = await holding({ [LABEL]: "mine" });
    const login = { address: "x", username: "AWS", password: pulumi.secret("token") };
    const output = refuseOtherContent(pulumi.output(reference), "mine", [login]);
    assert.equal(await valueOf(output), reference);
    assert.equal(await pulumi.isSecret(output), false);
    const basic = `Basic ${Buffer.from("AWS:token").toString("base64")}`;
    assert.deepEqual(
      requests.map(({ url, headers }) => [url, headers.authorization]),
      [
        ["/v2/", undefined],
        ["/v2/shop/manifests/v1", basic],
        ["/v2/shop/blobs/sha256:c", basic],
      ],
    );
  });

  it("asks without credentials where there are none, or half of them", async () => {
    const reference = await holding({ [LABEL]: "mine" });
    for (const logins of [[], [{ address: "x", username: "AWS" }], [{ address: "x", password: "token" }]]) {
      assert.equal(await valueOf(refuseOtherContent(pulumi.output(reference), "mine", logins)), reference);
    }
    assert.deepEqual([...new Set(requests.map(({ headers }) => headers.authorization))], [undefined]);
  });
});
