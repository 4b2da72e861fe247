import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { staticFiles } from "../../../src/delivery/static-files.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A project whose system `shop` has these files, executable where the name ends in `.sh`. */
function project(files: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of files) {
    const file = path.join(folder, "systems/shop/files", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, name);
    chmodSync(file, name.endsWith(".sh") ? 0o700 : 0o604);
  }
  return folder;
}

describe("staticFiles", () => {
  it("delivers every file as it is, with the executable bit that git keeps", () => {
    const files = staticFiles("shop", project([".hidden/a.txt", "deep/down/b.sh"]));
    assert.deepEqual(
      files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      [".hidden/a.txt", "deep/down/b.sh"].map((name, index) => ({
        ...{ path: name, content: Buffer.from(name), executable: index === 1 },
        source: `systems/shop/files/${name}`,
      })),
    );
  });

  it("has none where a system brings none", () => {
    assert.deepEqual(staticFiles("shop", temporaryFolder()), []);
  });

  it("refuses symlinks, all at once", () => {
    const folder = project(["a.txt"]);
    symlinkSync("/etc/passwd", path.join(folder, "systems/shop/files/out"));
    symlinkSync("a.txt", path.join(folder, "systems/shop/files/within"));
    assert.throws(() => staticFiles("shop", folder), {
      name: "UserError",
      problems: ["out", "within"].map((name) => ({
        where: `systems/shop/files/${name}`,
        expected: "a file or a folder",
        found: "a symlink",
        fix: "replace it with the file itself",
      })),
    });
  });
});
