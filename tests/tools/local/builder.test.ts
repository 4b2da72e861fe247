import assert from "node:assert/strict";
import {
  builderInstance,
  chooseBuilder,
  readServerVersion,
  type Docker,
} from "../../../tools/local/builder.js";

const docker: Docker = { version: "28.0.0", hasBuildkit: false, context: "default" };
const obstacle = new Error("needs root");

describe("builder", () => {
  it("prefers Docker where BuildKit can start in it, then our own daemon", () => {
    assert.equal(chooseBuilder(docker, true, obstacle), "docker-container");
    assert.equal(chooseBuilder({ ...docker, hasBuildkit: true }, false, obstacle), "docker-container");
    assert.equal(chooseBuilder(docker, false, undefined), "buildkitd");
    assert.equal(chooseBuilder(undefined, true, undefined), "buildkitd");
    assert.throws(() => chooseBuilder(undefined, true, obstacle), /needs root/);
    assert.throws(() => chooseBuilder(docker, false, obstacle), /needs root/);
  });

  const settings = { context: "c", registry: "localhost:5055", mirrored: [], socket: () => "/s" };

  it("writes a remote builder for our own daemon", () => {
    const node = {
      Name: "slipway0",
      Endpoint: "unix:///s",
      Platforms: null,
      DriverOpts: null,
      Flags: null,
      Files: null,
    };
    const remote = { Name: "slipway", Driver: "remote", Nodes: [node], Dynamic: false };
    assert.deepEqual(builderInstance("slipway", "buildkitd", settings), remote);
  });

  it("gives a container the host's network and the registry's configuration", () => {
    const text = JSON.stringify(builderInstance("slipway", "docker-container", settings));
    assert.match(text, /"DriverOpts":\{"network":"host"\}/);
    const [, encoded = ""] = /"buildkitd.toml":"([^"]+)"/.exec(text) ?? [];
    assert.match(Buffer.from(encoded, "base64").toString(), /\[registry."localhost:5055"\]\n {2}http = true/);
  });

  it("reads docker info", () => {
    assert.equal(readServerVersion(JSON.stringify({ ServerVersion: "28.0.0" })), "28.0.0");
    assert.equal(readServerVersion(JSON.stringify({ ServerErrors: ["no daemon"] })), undefined);
    assert.equal(readServerVersion(""), undefined);
  });
});
