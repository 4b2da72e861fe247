import assert from "node:assert/strict";
import { setUpBuilds } from "../../../tools/local/set-up.js";

describe("setting up builds", () => {
  it("starts nothing for a stack whose registry is elsewhere, and says so", async () => {
    const said: string[] = [];
    const { log } = console;
    console.log = (line: string) => said.push(line);
    try {
      await setUpBuilds({ registry: { kind: "cloud", region: "eu-west-1" }, builder: "none", checkouts: {} });
    } finally {
      console.log = log;
    }
    assert.deepEqual(said, ["  registry and builder: as configured; nothing to start on this machine"]);
  });
});
