import assert from "node:assert/strict";
import { itRefuses, reading } from "../reading.js";

const managed = (rest: string) => `{"kind":"managed",${rest}}`;
const wait = (minutes: number) => `"environments":{"live":{"waitMinutes":${minutes}}}`;

describe("slipway:repositorySettings", () => {
  itRefuses("slipway:repositorySettings", [
    ['{"kind":"made"}', ".kind", '"made"'],
    ['{"kind":"none","reviews":1}', ".reviews", '"reviews"'],
    [managed('"reviews":11'), ".reviews", "11"],
    [managed('"otherActions":{"shop":["*"]}'), ".otherActions.shop.0", '"*"'],
    [managed('"otherActions":{"shop":["a/*"]}'), ".otherActions.shop.0", '"a/*"'],
    [managed('"otherActions":{"x":[]}'), ".otherActions", '"x"'],
    [managed(wait(43_201)), ".environments.live.waitMinutes", "43201"],
  ]);

  it("says how to read an id, where a name stands for it", () => {
    const value = managed('"environments":{"live":{"users":["ada"],"teams":[0]}}');
    const common = {
      expected: "an id, which is a whole number",
      fix: "`gh api users/NAME --jq .id` and `gh api orgs/ORG/teams/TEAM --jq .id` print the ids",
    };
    assert.deepEqual(reading({ "slipway:repositorySettings": value }).problems, [
      { where: "slipway:repositorySettings.environments.live.users.0", found: '"ada"', ...common },
      { where: "slipway:repositorySettings.environments.live.teams.0", found: "0", ...common },
    ]);
  });

  it("has a default for each part that is left out", () => {
    const { repositorySettings } = reading({
      "slipway:repositorySettings": '{"kind":"managed"}',
    }).configuration;
    assert.deepEqual(repositorySettings, { kind: "managed", reviews: 1, otherActions: {}, environments: {} });
  });
});
