import assert from "node:assert/strict";
import { GithubProvider } from "../../../components/github/github-provider.js";
import { inputsOf, settled, useMocks } from "../mocks.js";

describe("GithubProvider", () => {
  it("takes neither the environment's token into the state, nor an address from there", async () => {
    const before = process.env["GITHUB_TOKEN"];
    process.env["GITHUB_TOKEN"] = "from-the-environment";
    try {
      const registered = await useMocks();
      new GithubProvider("Acme", { token: undefined, baseUrl: undefined });
      await settled();
      assert.deepEqual(inputsOf(registered), {
        "Provider github-Acme": { owner: "Acme", baseUrl: "https://api.github.com" },
      });
    } finally {
      if (before === undefined) delete process.env["GITHUB_TOKEN"];
      else process.env["GITHUB_TOKEN"] = before;
    }
  });
});
