import assert from "node:assert/strict";
import { githubClient } from "../../../src/github/client.js";
import { packageOwner } from "../../../src/github/package-owner.js";
import { GithubPackages } from "../../github-emulator/packages.js";

describe("packageOwner", () => {
  let github: GithubPackages;
  before(async () => {
    github = await GithubPackages.start();
  });
  beforeEach(() => {
    github.reset();
    github.organizations.add("acme");
  });
  after(() => github.stop());
  const find = (name: string) => packageOwner(githubClient({ url: github.url, token: github.token }), name);

  for (const [what, login, person, kind, path] of [
    ["an organisation", "acme", "me", "organization", "/orgs/acme"],
    ["another person", "somebody", "me", "user", "/users/somebody"],
    ["oneself", "me", "me", "user", "/user"],
    ["a person, to a workflow's token, which is nobody's own", "me", undefined, "user", "/users/me"],
  ] as const) {
    it(`finds ${what}`, async () => {
      github.person = person;
      assert.deepEqual(await find(login), { login, kind, path });
    });
  }

  it("lets no failure pass for another owner", async () => {
    github.intervene = (call) => (call === "GET /user" ? { status: 500 } : undefined);
    await assert.rejects(find("somebody"), { status: 500 });
  });
});
