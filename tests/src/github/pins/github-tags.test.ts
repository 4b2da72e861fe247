import assert from "node:assert/strict";
import { createServer } from "node:http";
import { githubTags } from "../../../../src/github/pins/github-tags.js";
import { type Listening, listen } from "../../../e2e/loopback.js";

/** GitHub's two questions about tags, answered as it answers them; anything else is a failure of the test. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  "/repos/a/b/git/matching-refs/tags/v": [
    { ref: "refs/tags/v1.0.0", object: { type: "commit", sha: "c1" } },
    { ref: "refs/tags/v2.0.0", object: { type: "tag", sha: "note" } },
  ],
  "/repos/a/b/git/tags/note": { object: { type: "tag", sha: "note-of-note" } },
  "/repos/a/b/git/tags/note-of-note": { object: { type: "commit", sha: "c2" } },
  "/repos/a/odd/git/matching-refs/tags/v": { message: "something else" },
};

describe("githubTags", () => {
  let server: Listening;
  let url = "";
  before(async () => {
    const answering = createServer((request, response) => {
      const answer = ANSWERS[request.url ?? ""];
      const isAllowed = request.method === "GET" && request.headers.authorization === "token secret";
      const [status, body] = !isAllowed
        ? [401, { message: "Bad credentials" }]
        : answer === undefined
          ? [404, { message: "Not Found" }]
          : [200, answer];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    server = await listen(answering);
    url = `http://127.0.0.1:${server.port}`;
  });
  after(() => server.stop());

  it("names the tags, and follows notes to the commit", async () => {
    const tags = await githubTags("a/b", { url, token: "secret" });
    assert.deepEqual(tags.names, ["v1.0.0", "v2.0.0"]);
    assert.equal(await tags.commitOf("v1.0.0"), "c1");
    assert.equal(await tags.commitOf("v2.0.0"), "c2");
    assert.equal(await tags.commitOf("v3.0.0"), undefined);
  });

  it("says how GitHub did not answer, and never with the token", async () => {
    for (const [repository, token, message] of [
      ["a/none", "secret", "GET /repos/a/none/git/matching-refs/tags/v: status 404: Not Found"],
      ["a/odd", "secret", "GET /repos/a/odd/git/matching-refs/tags/v: unexpected response body"],
      ["a/b", "wrong", "GET /repos/a/b/git/matching-refs/tags/v: status 401: Bad credentials"],
    ] as const) {
      await assert.rejects(githubTags(repository, { url, token }), { name: "GithubError", message });
    }
  });
});
