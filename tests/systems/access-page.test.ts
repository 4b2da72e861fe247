import assert from "node:assert/strict";
import { accessPages } from "./access-page.js";

describe("pages with a part that follows from the program (renewed by `npm run generate`)", () => {
  it("have the catalogue's table of rights, and a token's permissions", async () => {
    for (const { file, found, expected } of await accessPages()) assert.equal(found, expected, file);
  });
});
