import assert from "node:assert/strict";
import { Region } from "@pulumi/aws/types/enums";
import { AWS_REGIONS } from "../../../src/configuration/regions.js";

describe("AWS_REGIONS", () => {
  it("are those that Pulumi's plugin for AWS knows", () => {
    assert.deepEqual(AWS_REGIONS, Object.values(Region).toSorted());
  });
});
