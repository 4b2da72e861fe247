import assert from "node:assert/strict";
import { githubApis } from "../../../src/cli/github-api.js";

const failed = (env: NodeJS.ProcessEnv) => {
  try {
    githubApis(env, "at the place");
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

describe("githubApis", () => {
  it("are GitHub's own where nothing else is set, each with the token", () => {
    assert.deepEqual(githubApis({ GITHUB_TOKEN: "t" }, ""), {
      api: { url: "https://api.github.com", token: "t" },
      registry: { url: "https://ghcr.io", token: "t" },
    });
    const own = { GITHUB_API_URL: "https://g.example/api/", GHCR_URL: "http://127.0.0.1:1/" };
    assert.deepEqual(githubApis({ GITHUB_TOKEN: "t", ...own }, ""), {
      api: { url: "https://g.example/api", token: "t" },
      registry: { url: "http://127.0.0.1:1", token: "t" },
    });
  });

  it("ask for a token, and send none in the clear nor one that no header can hold", () => {
    assert.match(failed({}) ?? "", /^1 problem at the place\.\n\n {2}GITHUB_TOKEN\n {4}expected: a token/);
    const urls = { GITHUB_API_URL: "http://example.com", GHCR_URL: "https://" };
    const message = failed({ GITHUB_TOKEN: "canary\nx", ...urls }) ?? "";
    assert.match(message, /^3 problems [^]*GITHUB_API_URL\n[^]*GHCR_URL\n[^]*GITHUB_TOKEN\n/);
    assert.ok(!message.includes("canary"));
  });
});
