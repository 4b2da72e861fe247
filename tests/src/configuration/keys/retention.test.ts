import assert from "node:assert/strict";
import { itRefuses, reading } from "../reading.js";

describe("slipway:retention", () => {
  itRefuses("slipway:retention", [
    ['{"days":0}', ".days", "0"],
    ['{"days":-1}', ".days", "-1"],
    ['{"days":1.5}', ".days", "1.5"],
    ['{"days":"month"}', ".days", '"month"'],
    ['{"dayz":3}', ".dayz", '"dayz"'],
    ['{"keepTags":["a b"]}', ".keepTags.0", '"a b"'],
  ]);

  it("has a default for each part that is left out", () => {
    const { retention } = reading({ "slipway:retention": '{"days":90}' }).configuration;
    assert.deepEqual(retention, { days: 90, keepTags: ["latest"], keepReleases: 10 });
  });
});
