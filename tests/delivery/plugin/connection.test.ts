import assert from "node:assert/strict";
import { apiUrl } from "../../../delivery/plugin/connection.js";

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
