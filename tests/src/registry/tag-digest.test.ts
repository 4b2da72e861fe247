import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { tagDigest } from "../../../src/registry/tag-digest.js";
import { DOCKER_LIST, OCI_INDEX } from "../../../src/registry/media-types.js";
import { listen } from "../../e2e/loopback.js";
import { type Answering, registry } from "./registry-server.js";

const DIGEST = `sha256:${"d".repeat(64)}`;
const tags = new Map([
  ["library/rust:1", DIGEST],
  ["library/rust:latest", DIGEST],
]);

/** Asks a registry that answers so, and tells what it said and was asked. `HOST` stands for its host. */
async function ask(answering?: Answering, tag: string | undefined = "1") {
  const { host, asked, stop } = await registry(tags, answering);
  try {
    const said = await tagDigest({ name: `${host}/library/rust`, ...(tag !== "" && { tag }) });
    const plain = JSON.parse(JSON.stringify(said).replaceAll(host, "HOST")) as unknown;
    return { said: plain, asked };
  } finally {
    await stop();
  }
}

const refused = (status: number, rest: object = {}) => ({ kind: "refused", host: "HOST", status, ...rest });
const unknown = (because: string) => ({ kind: "unknown", host: "HOST", because });

/** Answers every request for a manifest with this. */
const manifest =
  (status: number, headers: Record<string, string>, body = ""): Answering =>
  (_, response) =>
    Boolean(response.writeHead(status, headers).end(body));

describe("the digest of a tag", () => {
  it("is asked for as a visitor, with the token for which the registry sends one elsewhere", async () => {
    const { said, asked } = await ask();
    assert.deepEqual(said, { kind: "digest", digest: DIGEST });
    const scope = "repository:library/rust:pull";
    assert.deepEqual(
      asked.map((line) => line.replace(/service=[^&]+/, "service=HOST")),
      [
        "HEAD /v2/library/rust/manifests/1",
        `GET /token?service=HOST&scope=${encodeURIComponent(scope)}`,
        `HEAD /v2/library/rust/manifests/1 Bearer for-${scope}`,
      ],
    );
  });

  it("is that of latest where there is no tag", async () => {
    const { asked } = await ask(undefined, "");
    assert.equal(asked[0], "HEAD /v2/library/rust/manifests/latest");
  });

  it("is had without a token from a registry that wants none, and takes one by its other name", async () => {
    const open = manifest(200, {
      "content-type": `${DOCKER_LIST}; charset=utf-8`,
      "docker-content-digest": DIGEST,
    });
    const { said, asked } = await ask(open);
    assert.deepEqual([said, asked.length], [{ kind: "digest", digest: DIGEST }, 1]);
    const renamed: Answering = ({ url = "" }, response) =>
      url.startsWith("/token") &&
      Boolean(response.end(JSON.stringify({ access_token: "for-repository:library/rust:pull" })));
    assert.deepEqual((await ask(renamed)).said, { kind: "digest", digest: DIGEST });
  });

  it("is that of the manifest's bytes where the registry does not say it", async () => {
    const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
    const { said, asked } = await ask(manifest(200, { "content-type": OCI_INDEX }, body));
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    assert.deepEqual(said, { kind: "digest", digest });
    assert.deepEqual(
      asked.map((line) => line.slice(0, 4)),
      ["HEAD", "GET "],
    );
  });

  it("is asked for again where the registry failed in passing, and not where it counts requests", async () => {
    let failures = 2;
    const failing: Answering = (_, response) => failures-- > 0 && Boolean(response.writeHead(503).end());
    assert.deepEqual((await ask(failing)).said, { kind: "digest", digest: DIGEST });
    const limited = await ask(manifest(429, { "retry-after": "3600" }));
    assert.deepEqual([limited.said, limited.asked.length], [refused(429, { retryAfter: "3600" }), 1]);
    assert.deepEqual((await ask(manifest(503, {}))).said, refused(503));
  });

  it("is not to be had where the registry refuses it, or the token", async () => {
    assert.deepEqual((await ask(undefined, "2")).said, refused(404));
    assert.deepEqual((await ask(manifest(401, {}))).said, refused(401));
    assert.deepEqual(
      (await ask(manifest(401, { "www-authenticate": 'Basic realm="x"' }))).said,
      refused(401),
    );
    const limitedToken: Answering = ({ url = "" }, response) =>
      url.startsWith("/token") && Boolean(response.writeHead(429).end());
    assert.deepEqual((await ask(limitedToken)).said, refused(429));
  });

  it("is nothing that no registry would say", async () => {
    const page = manifest(200, { "content-type": "text/html" }, "<p>Log in to the network</p>");
    assert.deepEqual((await ask(page)).said, unknown("an answer of the kind text/html"));
    const odd = manifest(200, { "content-type": OCI_INDEX, "docker-content-digest": "sha256:x" });
    assert.deepEqual((await ask(odd)).said, unknown('the digest "sha256:x"'));
    const noToken: Answering = ({ url = "" }, response) =>
      url.startsWith("/token") && Boolean(response.end("{}"));
    assert.deepEqual((await ask(noToken)).said, unknown("a token in an unknown form"));
  });

  it("is asked of nobody in the clear, whoever points there", async () => {
    const insecure = "http://registry.invalid/v2/";
    const realm = manifest(401, { "www-authenticate": `Bearer realm="${insecure}"` });
    assert.deepEqual((await ask(realm)).said, {
      kind: "unknown",
      host: "registry.invalid",
      because: `a way to ${insecure}?scope=repository%3Alibrary%2Frust%3Apull, which is not https`,
    });
  });

  it("follows a registry that points to another, and shows that one no token", async () => {
    const other = await registry(
      tags,
      manifest(200, { "content-type": OCI_INDEX, "docker-content-digest": DIGEST }),
    );
    try {
      const pointing: Answering = ({ headers, url = "" }, response) =>
        headers.authorization !== undefined &&
        Boolean(response.writeHead(307, { location: `http://${other.host}${url}` }).end());
      assert.deepEqual((await ask(pointing)).said, { kind: "digest", digest: DIGEST });
      assert.deepEqual(other.asked, ["HEAD /v2/library/rust/manifests/1"]);
    } finally {
      await other.stop();
    }
  });

  it("is not to be had from a registry that is dead, or hangs up", async () => {
    const { port, stop } = await listen(createServer());
    await stop();
    assert.deepEqual(await tagDigest({ name: `127.0.0.1:${port}/a` }), {
      kind: "unknown",
      host: `127.0.0.1:${port}`,
      because: `no answer: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
    const { said } = await ask(({ socket }) => Boolean(socket.destroy()));
    assert.deepEqual(said, unknown("no answer: other side closed"));
  });
});
