import assert from "node:assert/strict";
import { builderInstance, chooseBuilder } from "../../engine/builder.js";
import { readDockerInformation, type Docker } from "../../engine/docker.js";

const docker: Docker = { version: "28.0.0", containerdStore: true, context: "default", sharesLoopback: true };
const older: Docker = { ...docker, containerdStore: false };
const obstacle = new Error("needs root");

describe("builder", () => {
  it("prefers Docker with the containerd store, then a container, then our own daemon", () => {
    assert.equal(chooseBuilder(docker, false, obstacle), "docker");
    assert.equal(chooseBuilder(older, true, obstacle), "docker-container");
    assert.equal(chooseBuilder(older, false, undefined), "buildkitd");
    assert.equal(chooseBuilder(undefined, true, undefined), "buildkitd");
    assert.throws(() => chooseBuilder(undefined, true, obstacle), /needs root/);
  });

  const settings = { context: "c", registry: "localhost:5055", mirrored: [], socket: () => "/s" };

  it("writes a remote builder for our own daemon", () => {
    assert.deepEqual(builderInstance("slipway", "buildkitd", settings), {
      Name: "slipway",
      Driver: "remote",
      Nodes: [
        {
          Name: "slipway0",
          Endpoint: "unix:///s",
          Platforms: null,
          DriverOpts: null,
          Flags: null,
          Files: null,
        },
      ],
      Dynamic: false,
    });
  });

  it("gives a container the host's network and the registry's configuration", () => {
    const text = JSON.stringify(builderInstance("slipway", "docker-container", settings));
    assert.match(text, /"DriverOpts":\{"network":"host"\}/);
    const [, encoded = ""] = /"buildkitd.toml":"([^"]+)"/.exec(text) ?? [];
    assert.match(Buffer.from(encoded, "base64").toString(), /\[registry."localhost:5055"\]\n {2}http = true/);
  });

  it("reads docker info", () => {
    const info = { ServerVersion: "28.0.0", OperatingSystem: "Debian" };
    const store = [["driver-type", "io.containerd.snapshotter.v1"]];
    assert.deepEqual(
      readDockerInformation(JSON.stringify({ ...info, DriverStatus: store }), "default", "linux"),
      docker,
    );
    assert.deepEqual(
      readDockerInformation(JSON.stringify({ ...info, DriverStatus: null }), "default", "linux"),
      older,
    );
    assert.equal(
      readDockerInformation(JSON.stringify({ ServerErrors: ["no daemon"] }), "default"),
      undefined,
    );
  });
});
