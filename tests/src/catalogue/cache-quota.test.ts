import assert from "node:assert/strict";
import { cacheWarnings } from "../../../src/catalogue/cache-quota.js";
import { image, system } from "../plan/fixtures.js";

describe("the build caches of a system (pain 7)", () => {
  it("fit what GitHub keeps for a repository, each platform having one", () => {
    const images = (megabytes: number) => [
      image({ id: "a", cacheMegabytes: megabytes, platforms: ["linux/amd64", "linux/arm64"] }),
      image({ id: "b", cacheMegabytes: 4000 }),
      image({ id: "c" }),
    ];
    assert.deepEqual(cacheWarnings(system({ images: images(3000) })), []);
    assert.deepEqual(cacheWarnings(system({ images: images(3001) })), [
      {
        where: "systems/shop, cacheMegabytes",
        expected: "at most 10000 MB of build cache in a repository (GitHub's limit)",
        found: "10002 MB: a 6002, b 4000",
        fix: "keep the largest in a registry, or accept that caches drive each other out",
      },
    ]);
  });

  it("are taken to fit where nobody estimated them", () => {
    assert.deepEqual(cacheWarnings(system()), []);
  });
});
