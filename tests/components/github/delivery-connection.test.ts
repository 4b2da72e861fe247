import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { deliveryConnection } from "../../../components/github/delivery-connection.js";
import { valueOf } from "../mocks.js";

describe("how a delivery reaches GitHub", () => {
  const configure = (values: Record<string, string>) => {
    pulumi.runtime.setAllConfig(values, ["github:token"]);
  };
  afterEach(() => {
    configure({});
  });

  it("is by the stack's own token, a secret, and its address", async () => {
    configure({ "github:token": "t", "github:baseUrl": "https://github.acme.test" });
    const { token, baseUrl } = deliveryConnection(false, {});
    assert.ok(token !== undefined);
    assert.deepEqual(
      [await valueOf(token), await pulumi.isSecret(token), baseUrl],
      ["t", true, "https://github.acme.test"],
    );
  });

  it("is by the environment's token where the stack has none", () => {
    configure({});
    assert.deepEqual(deliveryConnection(false, { GITHUB_TOKEN: "t" }), {
      token: undefined,
      baseUrl: undefined,
    });
  });

  it("is a mistake without a token, unless it is only previewed", () => {
    configure({});
    for (const environment of [{}, { GITHUB_TOKEN: "" }]) {
      assert.throws(() => deliveryConnection(false, environment), {
        message: [
          "1 problem in the configuration; nothing was changed.",
          "",
          "  GITHUB_TOKEN or github:token",
          "    expected: a token for GitHub, because slipway:delivery is pull-request",
          "    found:    none",
          "    fix:      set GITHUB_TOKEN, or `pulumi config set --secret github:token`; docs/delivery.md lists its permissions",
        ].join("\n"),
      });
      assert.deepEqual(deliveryConnection(true, environment), { token: undefined, baseUrl: undefined });
    }
  });

  it("is by no address that a token must not be sent to, in a preview either", () => {
    configure({ "github:baseUrl": "http://github.acme.test" });
    assert.throws(() => deliveryConnection(true, {}), {
      message: [
        "1 problem in the configuration; nothing was changed.",
        "",
        "  github:baseUrl",
        "    expected: an address that begins with https://, because a token is sent to it",
        '    found:    "http://github.acme.test"',
        "    fix:      correct it, or unset it",
      ].join("\n"),
    });
  });
});
