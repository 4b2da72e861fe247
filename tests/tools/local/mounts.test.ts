import assert from "node:assert/strict";
import { mountsBelow } from "../../../tools/local/mounts.js";

describe("mountsBelow", () => {
  it("lists mount points below a folder, the deepest first", () => {
    const lines = ["/state", "/state/a", "/state/a\\040b/c", "/stateful", "/other"].map(
      (point) => `36 35 98:0 / ${point} rw - ext4 /dev/a rw`,
    );
    assert.deepEqual(mountsBelow(lines.join("\n"), "/state"), ["/state/a b/c", "/state/a"]);
  });
});
