import assert from "node:assert/strict";
import { githubOidcProvider } from "../../../components/access/github-oidc-provider.js";
import { UserError } from "../../../src/problems/user-error.js";
import { inputsOf, settled, useMocks, valueOf, type Registered } from "../mocks.js";

const ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const LOOK_UP = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider";

const provider = { arn: ARN, clientIdLists: ["sts.amazonaws.com"], tags: {} };
const ours = { ...provider, tags: { "slipway:made-by": "slipway/test" } };

/** An account that answers the look-up so. */
function account(answer: () => Record<string, unknown>): Promise<Registered[]> {
  return useMocks({ calls: { [LOOK_UP]: answer } });
}

/** Pulumi's mocks keep the error's text to themselves. */
const none = () => {
  throw new Error("not found");
};

describe("githubOidcProvider", () => {
  it("is found where the account has it", async () => {
    const registered = await account(() => provider);
    assert.equal(await valueOf(await githubOidcProvider("existing")), ARN);
    await settled();
    assert.deepEqual(registered, []);
  });

  for (const [what, answer] of [
    ["where there is none yet", none],
    ["where this stack made it before", () => ours],
  ] as const) {
    it(`is made for AWS's audience alone, ${what}`, async () => {
      const registered = await account(answer);
      assert.equal(await valueOf(await githubOidcProvider("create")), ARN);
      await settled();
      assert.deepEqual(inputsOf(registered), {
        "OpenIdConnectProvider github": {
          url: "https://token.actions.githubusercontent.com",
          clientIdLists: ["sts.amazonaws.com"],
          tags: { "slipway:made-by": "slipway/test" },
        },
      });
    });
  }

  const refusals = [
    [
      "the account has none",
      "existing",
      none,
      "slipway:ciAccess.oidcProvider is existing, but AWS does not show a provider for token.actions.githubusercontent.com: Error. Let one stack of the account make it (oidcProvider: create), and allow this one iam:ListOpenIDConnectProviders and iam:GetOpenIDConnectProvider.",
    ],
    [
      "the provider is meant for others",
      "existing",
      () => ({ ...provider, clientIdLists: ["https://github.com/Acme"] }),
      "The account's OIDC provider for token.actions.githubusercontent.com takes tokens for https://github.com/Acme, not for sts.amazonaws.com. Add that audience to it.",
    ],
    [
      "the stack would delete its own",
      "existing",
      () => ours,
      "slipway:ciAccess.oidcProvider is existing, but this stack made the account's provider for token.actions.githubusercontent.com and would delete it now, from under every role that trusts it. Write oidcProvider: create again; or hand it over first: take it out of the state with `pulumi state edit`, and let its tag slipway:made-by name another.",
    ],
    [
      "the account has one by hand",
      "create",
      () => provider,
      "slipway:ciAccess.oidcProvider is create, but the account has a provider for token.actions.githubusercontent.com already, made by somebody else. Write oidcProvider: existing, and this stack uses it.",
    ],
    [
      "another stack made it",
      "create",
      () => ({ ...provider, tags: { "slipway:made-by": "slipway/prod" } }),
      "slipway:ciAccess.oidcProvider is create, but the account has a provider for token.actions.githubusercontent.com already, made by slipway/prod. Write oidcProvider: existing, and this stack uses it.",
    ],
  ] as const;
  for (const [what, choice, answer, message] of refusals) {
    it(`names the fix where ${what} (${choice})`, async () => {
      const registered = await account(answer);
      await assert.rejects(githubOidcProvider(choice), new UserError(message));
      await settled();
      assert.deepEqual(registered, []);
    });
  }
});
