import { itRefuses } from "./reading.js";

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
