import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { tagDigest } from "../../../src/registry/tag-digest.js";
import { DOCKER_LIST, OCI_INDEX } from "../../../src/registry/media-types.js";
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
  it("is that of latest where there is no tag", async () => {
    const { asked } = await ask(undefined, "");
    assert.equal(asked[0], "HEAD /v2/library/rust/manifests/latest");
  });

  it("is that of an index of Docker's, too", async () => {
    const headers = { "content-type": `${DOCKER_LIST}; charset=utf-8`, "docker-content-digest": DIGEST };
    const { said, asked } = await ask(manifest(200, headers));
    assert.deepEqual([said, asked.length], [{ kind: "digest", digest: DIGEST }, 1]);
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

  it("is had from a registry that knows no HEAD", async () => {
    for (const status of [404, 405, 501]) {
      const deaf: Answering = ({ method }, response) =>
        method === "HEAD" && Boolean(response.writeHead(status).end());
      assert.deepEqual((await ask(deaf)).said, { kind: "digest", digest: DIGEST });
    }
  });

  it("is not to be had where the registry refuses it, or the token", async () => {
    assert.deepEqual((await ask(undefined, "2")).said, refused(404));
    assert.deepEqual((await ask(manifest(401, {}))).said, refused(401));
    const limited = await ask(manifest(429, { "retry-after": "3600" }));
    assert.deepEqual([limited.said, limited.asked.length], [refused(429, { retryAfter: "3600" }), 1]);
    const limitedToken: Answering = ({ url = "" }, response) =>
      url.startsWith("/token") && Boolean(response.writeHead(429).end());
    assert.deepEqual((await ask(limitedToken)).said, refused(429));
  });

  it("is nothing that no registry would say", async () => {
    const page = manifest(200, { "content-type": "text/html" }, "<p>Log in to the network</p>");
    assert.deepEqual((await ask(page)).said, unknown("an answer of the kind text/html"));
    const odd = manifest(200, { "content-type": OCI_INDEX, "docker-content-digest": "sha256:x" });
    assert.deepEqual((await ask(odd)).said, unknown('the digest "sha256:x"'));
  });
});
