import { deepEqual, equal } from "node:assert/strict";
import { actionInterfaces, inputNames } from "../../../checks/workflows/action-interfaces.js";
import { type ActionName, actions } from "../../../workflows/actions.js";

describe("interfaces of the pinned actions", () => {
  for (const name of Object.keys(actions) as ActionName[]) {
    it(`${name}: read at the pinned commit`, () => {
      equal(actionInterfaces[name].commit, actions[name].commit);
    });

    it(`${name}: has the inputs that steps may give it`, () => {
      const known = inputNames(actionInterfaces[name]);
      deepEqual(
        actions[name].inputs.filter((input) => !known.includes(input)),
        [],
      );
    });
  }
});
