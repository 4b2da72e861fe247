import assert from "node:assert/strict";
import * as v from "valibot";
import { ask, githubClient } from "../../../src/github/client.js";
import { GithubPackages, type Reply } from "../../github-emulator/packages.js";

describe("ask", () => {
  let github: GithubPackages;
  before(async () => {
    github = await GithubPackages.start();
  });
  beforeEach(() => {
    github.reset();
  });
  after(() => github.stop());

  const login = v.object({ login: v.string() });
  function askAbout(name: string) {
    return ask(githubClient({ url: github.url, token: github.token }), "GET /users/{name}", { name }, login);
  }

  it("checks the answer, and escapes what it asks for", async () => {
    assert.deepEqual(await askAbout("a/b c"), { login: "a/b c" });
    assert.deepEqual(github.calls, ["GET /users/a%2Fb%20c"]);
    github.answers.set("GET /users/odd", { status: 200, body: { login: 7 } });
    await assert.rejects(askAbout("odd"), { message: "GET /users/{name}: unexpected response body" });
  });

  it("asks again after a passing fault", async () => {
    const faults: (Reply | "cut")[] = ["cut", { status: 502 }];
    github.intervene = () => faults.shift();
    assert.deepEqual(await askAbout("acme"), { login: "acme" });
    assert.equal(github.calls.length, 3);
  });

  it("follows nobody with its token", async () => {
    github.intervene = (call) =>
      call === "GET /users/moved"
        ? { status: 301, headers: { location: `${github.url}/users/thief` } }
        : undefined;
    await assert.rejects(askAbout("moved"), {
      message: "GET /users/{name}: no response: unexpected redirect",
    });
    assert.ok(!github.calls.includes("GET /users/thief"));
  });

  it("says what GitHub said, with the status", async () => {
    github.intervene = () => ({ status: 404, body: { message: "Not Found." } });
    await assert.rejects(askAbout("nobody"), {
      name: "GithubError",
      status: 404,
      message: "GET /users/{name}: status 404: Not Found",
    });
  });
});
