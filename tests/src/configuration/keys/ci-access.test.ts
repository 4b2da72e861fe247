import assert from "node:assert/strict";
import { itRefuses, reading } from "../reading.js";

const ANY_ROLE = "arn:aws:iam::111122223333:role/*";
const role = (rest: string) => `{"kind":"role",${rest}}`;

describe("slipway:ciAccess", () => {
  itRefuses("slipway:ciAccess", [
    ['{"kind":"key"}', ".kind", '"key"'],
    ['{"kind":"none","sessionHours":1}', ".sessionHours", '"sessionHours"'],
    [role('"pullers":["*"]'), ".pullers.0", '"*"'],
    [role(`"pullers":["${ANY_ROLE}"]`), ".pullers.0", `"${ANY_ROLE}"`],
    [role('"sessionHours":13'), ".sessionHours", "13"],
    [role('"githubIds":{"shop":{"owner":1}}'), ".githubIds.shop.repository", "nothing"],
    [role('"githubIds":{"x":{"owner":1,"repository":2}}'), ".githubIds", '"x"'],
    [role('"permissionsBoundary":"admin"'), ".permissionsBoundary", '"admin"'],
  ]);

  it("says how to read an id, where a name stands for it", () => {
    const value = role('"githubIds":{"shop":{"owner":"acme","repository":2}}');
    assert.deepEqual(reading({ "slipway:ciAccess": value }).problems, [
      {
        where: "slipway:ciAccess.githubIds.shop.owner",
        expected: "an id, which is a whole number",
        found: '"acme"',
        fix: "`gh api repos/OWNER/NAME --jq '{owner: .owner.id, repository: .id}'` prints them",
      },
    ]);
  });

  it("names what former values are called now", () => {
    for (const [former, fix] of [
      ["found", "write existing, its new name"],
      ["made", "write create, its new name"],
      ["constructor", "use one of these values"],
    ] as const) {
      const { problems } = reading({ "slipway:ciAccess": role(`"oidcProvider":"${former}"`) });
      const [where, expected] = ["slipway:ciAccess.oidcProvider", "existing or create"];
      assert.deepEqual(problems, [{ where, expected, found: `"${former}"`, fix }]);
    }
  });

  it("has a default for each part that is left out", () => {
    assert.deepEqual(reading({ "slipway:ciAccess": '{"kind":"role"}' }).configuration.ciAccess, {
      kind: "role",
      oidcProvider: "existing",
      sessionHours: 1,
      githubIds: {},
      pullers: [],
    });
  });
});
