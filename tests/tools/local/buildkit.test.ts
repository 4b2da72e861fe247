import assert from "node:assert/strict";
import { buildkitConfig, buildkitObstacle, registryTables } from "../../../tools/local/buildkit.js";

describe("buildkit", () => {
  it("writes the daemon's configuration", () => {
    const config = buildkitConfig({
      root: "/r",
      socket: "/s",
      registry: "localhost:5055",
      mirrored: ["gcr.io"],
    });
    assert.equal(
      config,
      [
        'root = "/r"',
        "[grpc]",
        '  address = ["unix:///s"]',
        "[worker.oci]",
        "  enabled = true",
        '  snapshotter = "auto"',
        "[worker.containerd]",
        "  enabled = false",
        '[registry."localhost:5055"]',
        "  http = true",
        '[registry."gcr.io"]',
        '  mirrors = ["localhost:5055/substitutes/gcr.io"]',
        "",
      ].join("\n"),
    );
  });

  it("names no mirror where public images can be pulled", () => {
    assert.equal(registryTables("localhost:5055", []), '[registry."localhost:5055"]\n  http = true\n');
  });

  it("says what is missing where the daemon cannot run", () => {
    assert.match(buildkitObstacle("darwin", 501)?.message ?? "", /start Docker/);
    assert.match(buildkitObstacle("linux", 1000)?.message ?? "", /as root/);
    assert.equal(buildkitObstacle("linux", 0), undefined);
  });
});
