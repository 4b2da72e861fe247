import assert from "node:assert/strict";
import { hasTag, imagePin } from "../../../src/registry/image-pin.js";

const OLD = `sha256:${"a".repeat(64)}`;
const NEW = `sha256:${"b".repeat(64)}`;

function outcome(image: string, digest: string | undefined): string[] {
  const { state, before, after } = imagePin(image, digest);
  assert.equal(before, image);
  return [state, after];
}

describe("a pin of an image", () => {
  it("keeps the tag and takes the digest that it has now", () => {
    assert.deepEqual(outcome("debian:12", NEW), ["missing", `debian:12@${NEW}`]);
    assert.deepEqual(outcome(`debian:12@${OLD}`, NEW), ["moved", `debian:12@${NEW}`]);
    assert.deepEqual(outcome(`debian:12@${NEW}`, NEW), ["current", `debian:12@${NEW}`]);
  });

  it("names the tag that Docker takes where none is named", () => {
    assert.deepEqual(outcome("debian", NEW), ["missing", `debian:latest@${NEW}`]);
  });

  it("leaves alone what has a digest and no tag", () => {
    assert.deepEqual(outcome(`debian@${OLD}`, undefined), ["untagged", `debian@${OLD}`]);
    assert.deepEqual(
      [{ name: "a", digest: OLD }, { name: "a", tag: "1", digest: OLD }, { name: "a" }].map(hasTag),
      [false, true, true],
    );
  });
});
