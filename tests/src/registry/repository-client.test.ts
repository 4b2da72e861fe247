import assert from "node:assert/strict";
import { createServer } from "node:http";
import { OCI_INDEX } from "../../../src/registry/media-types.js";
import {
  registryUrl,
  repositoryClient,
  type RepositoryAccess,
} from "../../../src/registry/repository-client.js";
import { listen } from "../../e2e/loopback.js";
import { type Answering, registry } from "./registry-server.js";

const DIGEST = `sha256:${"d".repeat(64)}`;
const tags = new Map([["a/b:1", DIGEST]]);
const account = { username: "me", password: "secret" };
const BASIC = `Basic ${Buffer.from("me:secret").toString("base64")}`;
const PULL = "repository:a/b:pull";

type Asked = Parameters<Answering>[0];
/** Answers with this the requests that are meant: by the beginning of their path, or otherwise. */
const answers =
  (
    meant: string | ((asked: Asked) => boolean),
    status = 200,
    headers: Record<string, string> | ((asked: Asked) => Record<string, string>) = {},
    body = "",
  ): Answering =>
  (asked, response) =>
    (typeof meant === "string" ? (asked.url ?? "").startsWith(meant) : meant(asked)) &&
    Boolean(response.writeHead(status, typeof headers === "object" ? headers : headers(asked)).end(body));
const shows = (authorization: string) => (asked: Asked) => asked.headers.authorization === authorization;

/** Sends `GET manifests/1` to a registry that answers so, `times` at once; `HOST` stands for its host. */
async function get(answering: Answering, access: Partial<RepositoryAccess> = {}, times = 1) {
  const { host, asked, stop } = await registry(tags, answering);
  const plain = (text: string) =>
    decodeURIComponent(text.replaceAll(encodeURIComponent(host), host)).replaceAll(host, "HOST");
  try {
    const send = repositoryClient({ url: registryUrl(host), repository: "a/b", ...access });
    const once = () =>
      send("GET", "manifests/1", [OCI_INDEX]).then(
        ({ status }) => status,
        (error: unknown) => plain(error instanceof Error ? error.message : ""),
      );
    const outcomes = await Promise.all(Array.from({ length: times }, once));
    return { outcomes, asked: asked.map(plain) };
  } finally {
    await stop();
  }
}

describe("a client of a registry's repository", () => {
  it("asks in the clear on this machine alone", () => {
    assert.deepEqual(["[::1]:5055", "127.0.0.2:1", "ghcr.io"].map(registryUrl), [
      "http://[::1]:5055",
      "http://127.0.0.2:1",
      "https://ghcr.io",
    ]);
  });

  it("asks as a visitor first, and then with the token for which it is sent elsewhere", async () => {
    assert.deepEqual(await get(() => false), {
      outcomes: [200],
      asked: [
        "GET /v2/a/b/manifests/1",
        `GET /token?service=HOST&scope=${PULL}`,
        `GET /v2/a/b/manifests/1 Bearer for-${PULL}`,
      ],
    });
  });

  it("logs in before it begins, with an account, and asks for what it is to do", async () => {
    const push = "repository:a/b:pull,push";
    assert.deepEqual(
      await get(answers(shows(`Bearer for-${push}`)), { credentials: account, actions: "pull,push" }),
      {
        outcomes: [200],
        asked: [
          "GET /v2/",
          `GET /token?service=HOST&scope=${push} ${BASIC}`,
          `GET /v2/a/b/manifests/1 Bearer for-${push}`,
        ],
      },
    );
  });

  it("shows the account itself where the registry wants that", async () => {
    const challenge = { "www-authenticate": 'Basic realm="x"' };
    const basic: Answering = (asked, response) =>
      Boolean(response.writeHead(shows(BASIC)(asked) ? 200 : 401, challenge).end());
    assert.deepEqual(await get(basic, { credentials: account }), {
      outcomes: [200],
      asked: ["GET /v2/", `GET /v2/a/b/manifests/1 ${BASIC}`],
    });
    assert.deepEqual(await get(basic), { outcomes: [401], asked: ["GET /v2/a/b/manifests/1"] });
  });

  it("fetches one token for all that is asked at once, and another when that has gone", async () => {
    let expired = 1;
    const expiring = answers(
      (asked) => shows(`Bearer for-${PULL}`)(asked) && expired-- > 0,
      401,
      ({ headers }) => ({ "www-authenticate": `Bearer realm="http://${headers.host ?? ""}/token"` }),
    );
    const { outcomes, asked } = await get(expiring, { credentials: account }, 3);
    assert.deepEqual(outcomes, [200, 200, 200]);
    assert.equal(asked.filter((line) => line.startsWith("GET /token")).length, 2);
  });

  it("takes a token by its other name, and no other answer for one", async () => {
    const token = (body: object) => answers("/token", 200, {}, JSON.stringify(body));
    assert.deepEqual((await get(token({ access_token: `for-${PULL}` }))).outcomes, [200]);
    for (const body of [{}, { token: "a b" }]) {
      assert.deepEqual((await get(token(body))).outcomes, ["HOST: a token in an unknown form"]);
    }
    assert.deepEqual((await get(answers("/token", 403))).outcomes, ["HOST: status 403"]);
  });

  it("repeats what failed in passing, and waits where the registry counts requests", async () => {
    for (const [failures, status, headers, outcome] of [
      [3, 503, {}, 200],
      [4, 503, {}, 503],
      [1, 429, { "retry-after": "0" }, 200],
      [1, 429, {}, 429],
      [1, 429, { "retry-after": "3600" }, 429],
      [1, 404, {}, 404],
    ] as const) {
      let left: number = failures;
      const failing = answers(() => left-- > 0, status, headers);
      assert.deepEqual((await get(failing)).outcomes, [outcome], `${failures} times ${status}`);
    }
    let cuts = 1;
    assert.deepEqual((await get(({ socket }) => cuts-- > 0 && Boolean(socket.destroy()))).outcomes, [200]);
  });

  it("begins an upload once, and follows nobody with it", async () => {
    const { host, asked, stop } = await registry(tags, answers("/", 502));
    const moved = await registry(tags, answers("/", 307, { location: `http://${host}/` }));
    try {
      const post = (to: string) =>
        repositoryClient({ url: registryUrl(to), repository: "a/b" })("POST", "blobs/uploads/");
      assert.equal((await post(host)).status, 502);
      await assert.rejects(post(moved.host), { message: `${moved.host}: no answer: unexpected redirect` });
      assert.deepEqual(asked, ["POST /v2/a/b/blobs/uploads/"]);
    } finally {
      await Promise.all([stop(), moved.stop()]);
    }
  });

  it("follows a registry that points to another, and shows that one neither token nor account", async () => {
    const other = await registry(tags, answers("/", 200));
    try {
      for (const credentials of [undefined, account]) {
        const pointing = answers(shows(`Bearer for-${PULL}`), 307, ({ url = "" }) => ({
          location: `http://${other.host}${url}`,
        }));
        assert.deepEqual((await get(pointing, { credentials })).outcomes, [200]);
      }
      const path = "GET /v2/a/b/manifests/1";
      assert.deepEqual(other.asked, [path, path]);
    } finally {
      await other.stop();
    }
  });

  it("asks nobody in the clear, whoever points there", async () => {
    const realm = { "www-authenticate": 'Bearer realm="http://registry.invalid/t"' };
    assert.deepEqual((await get(answers("/v2", 401, realm), { credentials: account })).outcomes, [
      `registry.invalid: a way to http://registry.invalid/t?scope=${PULL}, which is not https`,
    ]);
    const inTheClear = repositoryClient({ url: "http://ghe.example", repository: "a" })("GET", "tags/list");
    const message = "ghe.example: a way to http://ghe.example/v2/a/tags/list, which is not https";
    await assert.rejects(inTheClear, { message });
  });

  it("reads no answer without end", async () => {
    const endless = answers("/v2", 200, {}, " ".repeat(4 * 1024 * 1024 + 1));
    assert.deepEqual((await get(endless)).outcomes, ["HOST: an answer of more than 4194304 bytes"]);
  });

  it("says why a registry does not answer", async () => {
    const { port, stop } = await listen(createServer());
    await stop();
    const host = `127.0.0.1:${port}`;
    await assert.rejects(repositoryClient({ url: registryUrl(host), repository: "a" })("GET", "x"), {
      name: "RegistryError",
      message: `${host}: no answer: connect ECONNREFUSED ${host}`,
    });
  });
});
