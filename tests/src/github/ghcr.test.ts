import assert from "node:assert/strict";
import { ghcr } from "../../../src/github/ghcr.js";
import { GithubPackages } from "../../github-emulator/packages.js";

describe("ghcr", () => {
  let github: GithubPackages;
  before(async () => {
    github = await GithubPackages.start();
  });
  after(() => github.stop());

  it("logs in with the token, for what it is to do", async () => {
    const send = ghcr({ url: github.url, token: github.token }, "acme/api", "pull,push");
    assert.equal((await send("POST", "blobs/uploads/")).status, 202);
    const scope = encodeURIComponent("repository:acme/api:pull,push");
    assert.ok(github.calls.some((call) => call.startsWith("GET /token?") && call.endsWith(`scope=${scope}`)));
  });

  it("is GitHub where it does not answer, or refuses the token", async () => {
    const send = ghcr({ url: github.url, token: "ghp_wrong" }, "acme/api", "pull");
    await assert.rejects(send("GET", "manifests/latest"), {
      name: "GithubError",
      message: `${new URL(github.url).host}: status 401`,
    });
  });
});
