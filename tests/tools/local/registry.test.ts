import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import { UserError } from "../../../src/problems/user-error.js";
import { isPortFree } from "../../../tools/local/ports.js";
import { parseLoopbackAddress, portInUse, registryConfig } from "../../../tools/local/registry.js";

describe("registry", () => {
  it("takes a loopback address apart", () => {
    assert.deepEqual(parseLoopbackAddress("localhost:5055"), { host: "localhost", port: 5055 });
    assert.deepEqual(parseLoopbackAddress("127.0.0.1:65535"), { host: "127.0.0.1", port: 65535 });
  });

  for (const address of [
    "localhost",
    "example.com:5055",
    "localhost:0",
    "localhost:65536",
    "localhost:50x",
  ]) {
    it(`refuses '${address}' and names the key`, () => {
      assert.throws(
        () => parseLoopbackAddress(address),
        (error) => error instanceof UserError && error.message.startsWith("slipway:registry"),
      );
    });
  }

  it("listens on the loopback device only and allows deletion", () => {
    assert.deepEqual(JSON.parse(registryConfig(5055, "/data with blank")), {
      version: "0.1",
      log: { level: "warn" },
      storage: { filesystem: { rootdirectory: "/data with blank" }, delete: { enabled: true } },
      http: { addr: "127.0.0.1:5055" },
    });
  });

  it("sees a port that a stranger has", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const address = stranger.address();
    assert.ok(address !== null && typeof address === "object");
    assert.equal(await isPortFree(address.port), false);
    stranger.close();
    await once(stranger, "close");
    assert.equal(await isPortFree(address.port), true);
  });

  it("names the configuration key of a port in use", () => {
    const { message } = portInUse(5055);
    assert.match(message, /^Port 5055 is in use/);
    assert.match(message, /slipway:registry\.address in Pulumi\.local\.yaml[^]*localhost:5056/);
  });
});
