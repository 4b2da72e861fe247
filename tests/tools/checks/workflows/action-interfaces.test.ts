import { deepEqual, equal } from "node:assert/strict";
import { actionInterfaces, inputNames } from "../../../../tools/checks/workflows/action-interfaces.js";
import { actions } from "../../../../src/catalogue/actions.js";

describe("interfaces of the pinned actions", () => {
  for (const [name, { commit, inputs }] of Object.entries(actions)) {
    const found = actionInterfaces[name];

    it(`${name}: read at the pinned commit`, () => {
      equal(found?.commit, commit);
    });

    it(`${name}: has the inputs that steps may give it`, () => {
      const known = found === undefined ? [] : inputNames(found);
      deepEqual(
        inputs.filter((input) => !known.includes(input)),
        [],
      );
    });
  }
});
