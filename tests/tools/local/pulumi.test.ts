import assert from "node:assert/strict";
import type { Obtained } from "../../../tools/local/parts.js";
import { pulumiDirectories, pulumiEnvironment } from "../../../tools/local/pulumi.js";

describe("pulumiEnvironment", () => {
  const pulumi: Obtained = { how: "built", version: "3.256.0", programs: ["/parts/pulumi"] };
  const user = {
    PATH: "/bin",
    PULUMI_BACKEND_URL: "s3://theirs",
    PULUMI_HOME: "/theirs",
    PULUMI_CONFIG_PASSPHRASE: "x",
  };

  it("puts pulumi on PATH once", () => {
    assert.equal(pulumiEnvironment(pulumi, "own", { PATH: "/bin" })["PATH"], "/parts:/bin");
    assert.equal(pulumiEnvironment(pulumi, "own", { PATH: "/bin:/parts" })["PATH"], "/bin:/parts");
  });

  it("gives stack local a backend of its own whatever the user has set", () => {
    const environment = pulumiEnvironment(pulumi, "own", user);
    assert.equal(environment["PULUMI_BACKEND_URL"], `file://${pulumiDirectories.backend}`);
    assert.equal(environment["PULUMI_HOME"], pulumiDirectories.home);
    assert.ok("PULUMI_CONFIG_PASSPHRASE" in environment);
    assert.equal(environment["PULUMI_CONFIG_PASSPHRASE"], undefined);
  });

  it("leaves a user's backend, passphrase and home in force in their shell", () => {
    const environment = pulumiEnvironment(pulumi, "shared", user);
    assert.equal("PULUMI_BACKEND_URL" in environment, false);
    assert.equal("PULUMI_CONFIG_PASSPHRASE_FILE" in environment, false);
    assert.equal(environment["PULUMI_HOME"], "/theirs");
  });

  it("gives ours to a shell that has none", () => {
    const environment = pulumiEnvironment(pulumi, "shared", { PATH: "/bin" });
    assert.equal(environment["PULUMI_CONFIG_PASSPHRASE_FILE"], pulumiDirectories.passphrase);
  });
});
