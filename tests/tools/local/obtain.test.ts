import assert from "node:assert/strict";
import { choose, findVersion, thisTarget, type Obtained, type Ways } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";

describe("obtain", () => {
  describe("choose", () => {
    const order = ["find", "cached", "fetch", "build"] as const;

    for (const [place, first] of order.entries()) {
      it(`takes ${first} when nothing before it works, and asks no further`, async () => {
        const asked: string[] = [];
        const way = (name: (typeof order)[number]) => () => {
          asked.push(name);
          return Promise.resolve(order.indexOf(name) < place ? undefined : obtained(name));
        };
        const ways: Ways = {
          find: way("find"),
          cached: way("cached"),
          fetch: way("fetch"),
          build: () => {
            asked.push("build");
            return Promise.resolve(obtained("build"));
          },
        };
        assert.deepEqual(await choose(parts.pulumi, ways), obtained(first));
        assert.deepEqual(asked, order.slice(0, place + 1));
      });
    }

    function obtained(name: string): Obtained {
      return { how: "built", version: name, programs: [name] };
    }
  });

  it("finds the version in what programs print", () => {
    assert.equal(findVersion("v3.256.0-dev.0"), "3.256.0");
    assert.equal(findVersion("docker-registry github.com/docker/distribution 2.8.1+ds1"), "2.8.1");
    assert.equal(findVersion("buildkitd github.com/moby/buildkit v0.31.0 abc"), "0.31.0");
    assert.equal(findVersion("no version"), undefined);
  });

  it("knows the machines it runs on and names the fix on others", () => {
    assert.deepEqual(thisTarget("linux", "x64"), { os: "linux", architecture: "amd64" });
    assert.deepEqual(thisTarget("darwin", "arm64"), { os: "darwin", architecture: "arm64" });
    assert.throws(() => thisTarget("win32", "x64"), /Linux and macOS.*win32/);
  });

  it("offers no Linux-only part for download on macOS", () => {
    assert.equal(parts.buildkit.download({ os: "darwin", architecture: "arm64" }), undefined);
    assert.match(
      parts.pulumi.download({ os: "darwin", architecture: "arm64" })?.url ?? "",
      /darwin-arm64\.tar\.gz$/,
    );
  });
});
