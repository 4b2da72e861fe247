import assert from "node:assert/strict";
import { parse } from "yaml";
import { renderDependabot } from "../../../src/pipeline/dependabot.js";

describe("dependabot.yml", () => {
  it("keeps any name of a folder as it is", () => {
    const directories = ["/a, b", "/[x]", "/no", "/with: colon", "/#"] as const;
    const { updates } = parse(renderDependabot([{ ecosystem: "npm", directories }], "shop")) as {
      updates: { directories: string[] }[];
    };
    assert.deepEqual(updates[0]?.directories, directories);
  });
});
