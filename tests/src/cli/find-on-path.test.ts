import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { findOnPath } from "../../../src/cli/find-on-path.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";

describe("findOnPath", () => {
  it("finds the first program of that name: no folder, and nothing that cannot be run", async () => {
    const root = temporaryFolder();
    const folders = ["plain", "folder", "first", "second"].map((name) => join(root, name));
    for (const folder of folders) await mkdir(folder);
    const [plain = "", folder = "", ...programs] = folders;
    await writeFile(join(plain, "tool"), "");
    await mkdir(join(folder, "tool"));
    for (const place of programs) await writeFile(join(place, "tool"), "", { mode: 0o755 });
    assert.equal(await findOnPath("tool", ["", ...folders].join(delimiter)), join(root, "first", "tool"));
    assert.equal(await findOnPath("tool", ["", plain, folder].join(delimiter)), undefined);
  });
});
