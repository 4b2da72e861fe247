import assert from "node:assert/strict";
import { findVersion, thisTarget } from "../../../tools/local/obtain.js";

describe("obtain", () => {
  it("finds the version in what programs print", () => {
    assert.equal(findVersion("v3.256.0-dev.0"), "3.256.0");
    assert.equal(findVersion("/6ft4/docker-registry github.com/docker/distribution 2.8.1+ds1"), "2.8.1");
    assert.equal(findVersion("buildkitd github.com/moby/buildkit v0.31.0 abc"), "0.31.0");
    assert.equal(findVersion("no version"), undefined);
  });

  it("knows the machines it runs on and names the fix on others", () => {
    assert.deepEqual(thisTarget("linux", "x64"), { os: "linux", architecture: "amd64" });
    assert.deepEqual(thisTarget("darwin", "arm64"), { os: "darwin", architecture: "arm64" });
    assert.throws(() => thisTarget("win32", "x64"), /Linux and macOS.*win32/);
  });
});
