import assert from "node:assert/strict";
import { bytes, elapsed } from "../../../tools/local/quantities.js";

describe("quantities", () => {
  it("writes durations and sizes for people", () => {
    const times = [0, 9_940, 9_960, 59_400, 59_600, 185_000].map(elapsed);
    assert.equal(times.join(), "0.0 s,9.9 s,10 s,59 s,1 min 00 s,3 min 05 s");
    assert.equal([0, 999, 1000, 6_945_282, 1e12].map(bytes).join(), "0 B,999 B,1.0 kB,6.9 MB,1.0 TB");
  });
});
