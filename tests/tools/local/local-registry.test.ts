import assert from "node:assert/strict";
import { createServer } from "node:net";
import { UserError } from "../../../src/problems/user-error.js";
import {
  isPortFree,
  listeningAddress,
  portInUse,
  registryConfig,
} from "../../../tools/local/local-registry.js";
import { listen } from "../../e2e/loopback.js";

describe("registry", () => {
  it("listens where clients find it, and nowhere but on this machine", () => {
    assert.deepEqual(listeningAddress("localhost:5055"), { host: "127.0.0.1", port: 5055 });
    assert.deepEqual(listeningAddress("127.0.0.2:65535"), { host: "127.0.0.2", port: 65535 });
    assert.deepEqual(listeningAddress("[::1]:1"), { host: "::1", port: 1 });
    assert.throws(
      () => listeningAddress("example.com:5055"),
      (error) => error instanceof UserError && error.message.includes("slipway:registry.address"),
    );
  });

  it("allows deletion", () => {
    assert.deepEqual(JSON.parse(registryConfig({ host: "::1", port: 5055 }, "/data with blank")), {
      version: "0.1",
      log: { level: "warn" },
      storage: { filesystem: { rootdirectory: "/data with blank" }, delete: { enabled: true } },
      http: { addr: "[::1]:5055" },
    });
  });

  it("sees a port that a stranger has", async () => {
    const stranger = await listen(createServer());
    const place = { host: "127.0.0.1", port: stranger.port };
    assert.equal(await isPortFree(place), false);
    await stranger.stop();
    assert.equal(await isPortFree(place), true);
  });

  it("names the configuration key of a port in use", () => {
    const { message } = portInUse(5055);
    assert.match(message, /^Port 5055 is in use/);
    assert.match(message, /slipway:registry\.address in Pulumi\.local\.yaml[^]*localhost:5056/);
  });
});
