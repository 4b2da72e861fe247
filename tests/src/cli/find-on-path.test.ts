import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findOnPath } from "../../../src/cli/find-on-path.js";

describe("findOnPath", () => {
  it("finds the first program of that name: no folder, and nothing that cannot be run", async () => {
    const root = await mkdtemp(join(tmpdir(), "slipway-path-"));
    const folders = ["plain", "folder", "first", "second"].map((name) => join(root, name));
    for (const folder of folders) await mkdir(folder);
    const [plain = "", folder = "", ...programs] = folders;
    await writeFile(join(plain, "tool"), "");
    await mkdir(join(folder, "tool"));
    for (const place of programs) {
      await writeFile(join(place, "tool"), "");
      await chmod(join(place, "tool"), 0o755);
    }
    assert.equal(await findOnPath("tool", ["", ...folders].join(delimiter)), join(root, "first", "tool"));
    assert.equal(await findOnPath("tool", ["", plain, folder].join(delimiter)), undefined);
    await rm(root, { recursive: true });
  });
});
