import assert from "node:assert/strict";
import { apiUrl, Connection } from "../../../components/delivery-plugin/connection.js";

describe("the address of GitHub's API", () => {
  const cases = [
    ["", "https://api.github.com"],
    ["https://api.github.com/", "https://api.github.com"],
    ["https://github.acme.test/", "https://github.acme.test/api/v3"],
    ["https://github.acme.test/api/v3/", "https://github.acme.test/api/v3"],
    ["https://api.acme.ghe.com/", "https://api.acme.ghe.com"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v3"],
  ] as const;
  for (const [given, expected] of cases) {
    it(`is ${expected} where github:baseUrl is ${JSON.stringify(given)}`, () => {
      assert.equal(apiUrl(given), expected);
    });
  }
});

describe("a connection of the plugin's", () => {
  it("is refused with a token or to an address that are none, without showing the token", () => {
    const environment = { GITHUB_TOKEN: "ghp_canary\nx", GITHUB_BASE_URL: "ghe.example" };
    assert.throws(() => new Connection(environment).client(), {
      name: "UserError",
      message: `2 problems in the delivery; nothing was changed.

  GITHUB_TOKEN or github:token
    expected: a token, without spaces, line breaks or letters beyond ASCII
    found:    something else, which is not shown, because it may be a secret
    fix:      copy the token again, alone and whole

  github:baseUrl or GITHUB_BASE_URL
    expected: an address that begins with https://, because a token is sent to it
    found:    "ghe.example"
    fix:      correct it, or unset it`,
    });
  });
});
