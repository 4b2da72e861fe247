import assert from "node:assert/strict";
import { itRefuses, reading } from "./reading.js";

describe("keys of one value or a list", () => {
  itRefuses("slipway:owner", [
    ["", "", '""'],
    ["acme inc", "", '"acme inc"'],
  ]);
  itRefuses("slipway:systems", [
    ['["shpo"]', "", '"shpo"'],
    ["shop", "", '"shop"'],
  ]);
  itRefuses("slipway:protect", [["maybe", "", '"maybe"']]);
  itRefuses("slipway:tagMutability", [["frozen", "", '"frozen"']]);
  itRefuses("slipway:release", [["not a tag", "", '"not a tag"']]);
  itRefuses("slipway:pullAccounts", [['["12"]', ".0", '"12"']]);
  itRefuses("slipway:checkouts", [
    ['{"x":"."}', "", '"x"'],
    ['{"shop":""}', ".shop", '""'],
  ]);
  itRefuses("slipway:builders", [['{"shop/ap":"x"}', "", '"shop/ap"']]);
  itRefuses("slipway:versions", [
    ['{"shop":{"RUSTC":"1"}}', ".shop", '"RUSTC"'],
    ['{"blog":{"RUST":"1"}}', ".blog", '"RUST"'],
  ]);
  itRefuses("slipway:registryScanning", [["deep", "", '"deep"']]);
  itRefuses("slipway:delivery", [["push", "", '"push"']]);
  itRefuses("slipway:replaceFiles", [
    ['["shopp/Dockerfile"]', "", '"shopp"'],
    ['["Dockerfile"]', ".0", '"Dockerfile"'],
  ]);
});

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
