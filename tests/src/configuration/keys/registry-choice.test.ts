import assert from "node:assert/strict";
import { Region } from "@pulumi/aws/types/enums";
import { AWS_REGIONS } from "../../../../src/configuration/keys/registry-choice.js";
import { itRefuses, reading } from "../reading.js";

describe("slipway:registry", () => {
  itRefuses("slipway:registry", [
    ['{"kind":"quay"}', ".kind", '"quay"'],
    ['{"kind":"cloud","region":"eu-west-1"}', ".region", '"region"'],
    ['{"kind":"local"}', ".address", "nothing"],
    ['{"kind":"local","address":"evil.example:80"}', ".address", '"evil.example:80"'],
    ['{"kind":"local","address":"localhost:65536"}', ".address", '"localhost:65536"'],
    ['{"kind":"local","address":"[::1]:1","platforms":["x86"]}', ".platforms.0", '"x86"'],
    ['{"kind":"local","address":"127.0.0.2:1","platforms":[]}', ".platforms", "[]"],
  ]);

  itRefuses("aws:region", [["eu-west-9", "", '"eu-west-9"']]);

  it("is in the cloud in a region, of which the nearest is suggested", () => {
    const cloud = { kind: "cloud", region: "us-east-1" };
    assert.deepEqual(reading({ "aws:region": "us-east-1" }).configuration.registry, cloud);
    assert.deepEqual(
      reading({ "aws:region": "us-eas-1" }).problems.map(({ fix }) => fix),
      ["`pulumi config set aws:region us-east-1`, or another region"],
    );
  });

  it("knows the regions that Pulumi's plugin for AWS knows", () => {
    assert.deepEqual(AWS_REGIONS, Object.values(Region).toSorted());
  });

  it("needs no region on this machine, not even where its address is missing", () => {
    const nowhere = { "aws:region": "nowhere" };
    const local = { kind: "local", address: "127.0.0.2:5055" };
    const { configuration, problems } = reading({ ...nowhere, "slipway:registry": JSON.stringify(local) });
    assert.deepEqual([configuration.registry, problems], [local, []]);
    assert.deepEqual(
      reading({ ...nowhere, "slipway:registry": '{"kind":"local"}' }).problems.map(({ where, fix }) => [
        where,
        fix,
      ]),
      [["slipway:registry.address", "add address below registry"]],
    );
  });
});
