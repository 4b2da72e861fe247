import assert from "node:assert/strict";
import { findProvider, githubOidcProvider } from "../../components/github-oidc-provider.js";
import { UserError } from "../../plan/user-error.js";
import { settled, useMocks, valueOf } from "./mocks.js";

const ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const LOOK_UP = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider";

describe("githubOidcProvider", () => {
  it("is found where the account has it", async () => {
    const registered = await useMocks();
    assert.equal(await valueOf(githubOidcProvider("found")), ARN);
    await settled();
    assert.deepEqual(registered, []);
  });

  it("is made for AWS's audience alone", async () => {
    const registered = await useMocks();
    assert.equal(await valueOf(githubOidcProvider("made")), ARN);
    await settled();
    assert.deepEqual(registered, [
      {
        type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        name: "github",
        inputs: {
          url: "https://token.actions.githubusercontent.com",
          clientIdLists: ["sts.amazonaws.com"],
        },
      },
    ]);
  });

  it("names the cure where the account has none", async () => {
    await useMocks("test", {
      [LOOK_UP]: () => {
        throw new Error("not found");
      },
    });
    await assert.rejects(findProvider(), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /^slipway:ciAccess\.oidcProvider is found, but AWS does not show a provider/,
      );
      assert.match(error.message, /oidcProvider: made/);
      return true;
    });
  });

  it("names the cure where the provider is meant for others", async () => {
    await useMocks("test", { [LOOK_UP]: () => ({ arn: ARN, clientIdLists: ["https://github.com/Acme"] }) });
    await assert.rejects(
      findProvider(),
      new UserError(
        "The account's OIDC provider for token.actions.githubusercontent.com takes tokens for https://github.com/Acme, not for sts.amazonaws.com. Add that audience to it.",
      ),
    );
  });
});
