import assert from "node:assert/strict";
import { createServer } from "node:http";
import { proxiedFetch, reasonOf } from "../../../src/registry/proxied-fetch.js";
import { listen } from "../../e2e/loopback.js";

describe("proxiedFetch", () => {
  it("follows nobody unless told to", async () => {
    const server = createServer(({ url }, response) => {
      if (url === "/") response.writeHead(302, { location: "/there" });
      response.end(url);
    });
    const { port, stop } = await listen(server);
    const url = `http://127.0.0.1:${port}/`;
    try {
      await assert.rejects(proxiedFetch(url), (error) => reasonOf(error) === "unexpected redirect");
      assert.equal(await (await proxiedFetch(url, { redirect: "follow" })).text(), "/there");
    } finally {
      await stop();
    }
  });
});

describe("reasonOf", () => {
  it("is the cause where there is one", () => {
    const cause = new Error("refused");
    assert.deepEqual([new TypeError("fetch failed", { cause }), cause, "odd"].map(reasonOf), [
      "refused",
      "refused",
      "odd",
    ]);
  });
});
