import assert from "node:assert/strict";
import { layoutVersion } from "../../../src/build/layout-version.js";

const unused = () => 100;
const here = (version: number) => ({ newestHere: () => Promise.resolve(version), unused });
const gone = { newestHere: () => Promise.resolve(undefined), unused };
const notAsked = {
  newestHere: () => Promise.reject(new Error("asked for a base that is not needed")),
  unused,
};

describe("layoutVersion", () => {
  it("does not ask for the base while nothing on it has changed", async () => {
    assert.equal(await layoutVersion({ identity: "a", version: 3 }, "a", notAsked), 3);
  });
  it("uses the base that is there", async () => {
    assert.equal(await layoutVersion({ identity: "a", version: 3 }, "b", here(3)), 3);
  });
  it("uses the base that a failed update left behind", async () => {
    assert.equal(await layoutVersion({ identity: "a", version: 3 }, "b", here(7)), 7);
    assert.equal(await layoutVersion(undefined, "a", here(7)), 7);
  });
  it("makes the base anew where it is needed and gone", async () => {
    assert.equal(await layoutVersion({ identity: "a", version: 3 }, "b", gone), 100);
  });
  it("meets no earlier version where the stack remembers nothing", async () => {
    assert.equal(await layoutVersion(undefined, "a", gone), 100);
  });
});
