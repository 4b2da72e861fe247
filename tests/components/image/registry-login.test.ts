import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { registryAt } from "../../../components/image/registry-login.js";
import { useMocks, valueOf } from "../mocks.js";

describe("registryAt", () => {
  beforeEach(async () => {
    await useMocks();
  });

  it("asks AWS for the account and a token, and takes the token for a secret (user pain 5)", async () => {
    const { host, logins } = registryAt({ kind: "ecr", region: "eu-west-1" });
    assert.equal(await valueOf(host), "123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    const [login] = logins;
    assert.ok(login);
    const password = pulumi.output(login.password);
    assert.equal(await valueOf(password), "token-1");
    assert.equal(await pulumi.isSecret(password), true);
  });

  it("logs in nowhere where the host is known", async () => {
    const { host, logins } = registryAt({ kind: "known", host: "localhost:5055" });
    assert.equal(await valueOf(host), "localhost:5055");
    assert.deepEqual(logins, []);
  });
});
