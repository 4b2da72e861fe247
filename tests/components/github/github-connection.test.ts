import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { githubConnection } from "../../../components/github/github-connection.js";
import { UserError } from "../../../src/problems/user-error.js";
import { useMocks, valueOf } from "../mocks.js";

/** What is wrong, in a stack with this configuration. */
function refusal(environment: Record<string, string>, isPreview = false): string {
  try {
    githubConnection(isPreview, environment);
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
  return "";
}

describe("githubConnection", () => {
  const configure = (configuration: Record<string, string>) => {
    pulumi.runtime.setAllConfig(configuration);
  };
  before(() => useMocks());
  beforeEach(() => {
    configure({});
  });
  after(() => {
    configure({});
  });

  it("leaves the environment's credentials to the plugin", () => {
    const nothing = { token: undefined, baseUrl: undefined };
    assert.deepEqual(githubConnection(false, { GITHUB_TOKEN: "t" }), nothing);
    assert.deepEqual(githubConnection(false, { GITHUB_APP_ID: "1" }), nothing);
  });

  it("hands on what the stack says, the token as a secret", async () => {
    configure({ "github:token": "t", "github:baseUrl": "https://ghe.example/" });
    const { token, baseUrl } = githubConnection(false, {});
    assert.ok(token);
    assert.equal(await valueOf(token), "t");
    assert.equal(await pulumi.isSecret(token), true);
    assert.equal(baseUrl, "https://ghe.example/");
  });

  it("asks for a token, but not of a preview", () => {
    assert.equal(
      refusal({ GITHUB_TOKEN: "" }),
      `1 problem in the configuration; nothing was changed.

  github:token
    expected: a token for GitHub, because slipway:repositorySettings is managed
    found:    none, and none in the environment
    fix:      set GITHUB_TOKEN, or \`pulumi config set --secret github:token\`; docs/repository-settings.md lists its permissions`,
    );
    assert.equal(refusal({}, true), "");
  });

  it("does not let the environment lead to somebody else's repositories", () => {
    for (const name of ["GITHUB_OWNER", "GITHUB_ORGANIZATION"])
      assert.match(
        refusal({ GITHUB_TOKEN: "t", [name]: "mallory" }),
        new RegExp(`${name} in the environment\\n.*\\n +found: +"mallory"\\n +fix: +unset ${name}$`),
      );
  });

  it("takes no address that a token must not be sent to", () => {
    configure({ "github:baseUrl": "ghe.example" });
    assert.equal(
      refusal({ GITHUB_TOKEN: "t" }),
      `1 problem in the configuration; nothing was changed.

  github:baseUrl
    expected: an address that begins with https://, because a token is sent to it
    found:    "ghe.example"
    fix:      correct it, or unset it`,
    );
  });
});
