import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { deliveryConnection, settingsConnection } from "../../../components/github/github-connection.js";
import { useMocks, valueOf } from "../mocks.js";

const configure = (configuration: Record<string, string>) => {
  pulumi.runtime.setAllConfig(configuration);
};
const nothing = { token: undefined, baseUrl: undefined };

describe("how a stack reaches GitHub", () => {
  before(() => useMocks());
  afterEach(() => {
    configure({});
  });

  const why = {
    settingsConnection: "github:token\n.*because slipway:repositorySettings is managed",
    deliveryConnection: "GITHUB_TOKEN or github:token\n.*because slipway:delivery is pull-request",
  };
  for (const connect of [settingsConnection, deliveryConnection]) {
    describe(connect.name, () => {
      it("hands on what the stack sets, the token as a secret", async () => {
        configure({ "github:token": "t", "github:baseUrl": "https://ghe.example/" });
        const { token, baseUrl } = connect(false, { GITHUB_API_URL: "https://api.github.com" });
        assert.ok(token);
        assert.deepEqual([await valueOf(token), await pulumi.isSecret(token)], ["t", true]);
        assert.equal(baseUrl, "https://ghe.example/");
      });

      it("leaves the environment's token to the plugin", () => {
        assert.deepEqual(connect(false, { GITHUB_TOKEN: "t" }), nothing);
      });

      it("needs a token, but not for a preview", () => {
        for (const environment of [{}, { GITHUB_TOKEN: "" }]) {
          const expected = new RegExp(
            `: 1 problem .*\n\n  ${why[connect.name as keyof typeof why]}\n +found: +none`,
          );
          assert.throws(() => connect(false, environment), expected);
          assert.deepEqual(connect(true, environment), nothing);
        }
      });

      it("takes no address that a token must not be sent to, and asks the environment only where it counts", () => {
        const environment = { GITHUB_BASE_URL: "https://ghe.example/" };
        assert.throws(() => connect(true, environment), /: 1 problem [^]*\n {2}GITHUB_BASE_URL in the env/);
        configure({ "github:baseUrl": "https://ghe.example/" });
        assert.equal(connect(true, environment).baseUrl, "https://ghe.example/");
        configure({ "github:baseUrl": "http://ghe.example" });
        assert.throws(() => connect(true, {}), /^UserError: 1 problem [^]*\n {2}github:baseUrl\n/);
      });
    });
  }

  it("is told to Pulumi's plugin, whose environment has another name for it", () => {
    const GITHUB_API_URL = "https://ghe.example/api/v3";
    assert.deepEqual(settingsConnection(true, { GITHUB_API_URL }), { ...nothing, baseUrl: GITHUB_API_URL });
    assert.deepEqual(deliveryConnection(true, { GITHUB_API_URL }), nothing);
  });

  it("is by an app, too, for repository settings", () => {
    assert.deepEqual(settingsConnection(false, { GITHUB_APP_ID: "1" }), nothing);
  });

  it("does not let the environment lead to somebody else's repositories", () => {
    for (const name of ["GITHUB_OWNER", "GITHUB_ORGANIZATION"]) {
      assert.throws(
        () => settingsConnection(false, { GITHUB_TOKEN: "t", [name]: "mallory" }),
        new RegExp(`${name} in the environment\\n.*\\n +found: +"mallory"\\n +fix: +unset ${name}$`),
      );
    }
  });
});
