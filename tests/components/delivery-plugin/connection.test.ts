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
  it("has one client for each address; the stack's counts more than the environment's", () => {
    const connection = new Connection({ GITHUB_TOKEN: "t", GITHUB_API_URL: "https://ghe.example/api/v3" });
    assert.equal(connection.client(), connection.client("https://ghe.example"));
    assert.notEqual(connection.client(), connection.client("https://api.github.com"));
  });

  it("is refused where the environment has the address by the name that Pulumi's plugin reads", () => {
    const connection = new Connection({ GITHUB_TOKEN: "t", GITHUB_BASE_URL: "https://ghe.example" });
    assert.throws(() => connection.client(), /GITHUB_BASE_URL in the environment/);
    connection.client("https://ghe.example");
  });

  it("is refused with a token or to an address that are none, without showing the token", () => {
    const environment = { GITHUB_TOKEN: "ghp_canary\nx", GITHUB_API_URL: "ghe.example" };
    assert.throws(
      () => new Connection(environment).client(),
      ({ message }: Error) => {
        assert.match(
          message,
          /^2 problems in the delivery; .*\n\n {2}GITHUB_TOKEN or [^]*\n {2}GITHUB_API_URL\n/,
        );
        return !message.includes("canary");
      },
    );
  });
});
