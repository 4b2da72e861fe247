import assert from "node:assert/strict";
import { apiUrlProblems } from "../../../src/github/api.js";

describe("apiUrlProblems", () => {
  it("lets through an address that a token may be sent to, and none", () => {
    for (const GITHUB_API_URL of [undefined, "", "https://ghe.example/api/v3", "http://127.0.0.2:80"]) {
      assert.deepEqual(apiUrlProblems({ GITHUB_API_URL, GITHUB_BASE_URL: "" }), []);
    }
  });

  it("refuses any other, and the variable that Pulumi's plugin alone reads", () => {
    const environment = { GITHUB_API_URL: "http://ghe.example", GITHUB_BASE_URL: "https://ghe.example/" };
    assert.deepEqual(apiUrlProblems(environment), [
      {
        where: "GITHUB_API_URL",
        expected: "an address that begins with https://, because a token is sent to it",
        found: '"http://ghe.example"',
        fix: "correct it, or unset it",
      },
      {
        where: "GITHUB_BASE_URL in the environment",
        expected: "GITHUB_API_URL, which GitHub's own tools read",
        found: '"https://ghe.example/"',
        fix: "unset it, and set GITHUB_API_URL or github:baseUrl",
      },
    ]);
  });
});
