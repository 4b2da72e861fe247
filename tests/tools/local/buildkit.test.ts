import assert from "node:assert/strict";
import {
  buildkitConfig,
  buildkitObstacle,
  mountsBelow,
  registryTables,
} from "../../../tools/local/buildkit.js";

describe("buildkit", () => {
  it("writes the daemon's configuration", () => {
    const settings = { root: "/r", socket: "/s", registry: "localhost:5055", mirrored: ["gcr.io"] };
    assert.equal(
      buildkitConfig(settings),
      `root = "/r"
[grpc]
  address = ["unix:///s"]
[worker.oci]
  enabled = true
  snapshotter = "auto"
[worker.containerd]
  enabled = false
[registry."localhost:5055"]
  http = true
[registry."gcr.io"]
  mirrors = ["localhost:5055/substitutes/gcr.io"]
`,
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

  it("lists mount points below a folder, the deepest first", () => {
    const lines = ["/state", "/state/a", "/state/a\\040b/c", "/stateful", "/other"].map(
      (point) => `36 35 98:0 / ${point} rw - ext4 /dev/a rw`,
    );
    assert.deepEqual(mountsBelow(lines.join("\n"), "/state"), ["/state/a b/c", "/state/a"]);
  });
});
