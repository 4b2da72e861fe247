import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import fc from "fast-check";
import type { DeliveredFile } from "../../../src/plan/delivery-plan.js";
import { writeFiles } from "../../../src/delivery/write.js";
import { temporaryFolder } from "./temporary-folder.js";

function file(name: string, content = "new", executable = false): DeliveredFile {
  return { path: name, content: Buffer.from(content), executable, source: "a test" };
}

/** The problems of what is expected to be refused. */
function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return (error as { problems?: unknown }).problems;
  }
  return assert.fail("was not refused");
}

describe("writeFiles", () => {
  it("makes folders and files with git's two modes", () => {
    const folder = path.join(temporaryFolder(), "new/out");
    assert.deepEqual(writeFiles(folder, [file("a/b.yml"), file("run.sh", "#!", true)]), [
      { path: "a/b.yml", outcome: "written" },
      { path: "run.sh", outcome: "written" },
    ]);
    assert.equal(readFileSync(path.join(folder, "a/b.yml"), "utf8"), "new");
    assert.equal(statSync(path.join(folder, "a/b.yml")).mode & 0o777, 0o644);
    assert.equal(statSync(path.join(folder, "run.sh")).mode & 0o777, 0o755);
  });

  it("touches nothing that is as it should be, and leaves no working files", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [file("a"), file("b", "old"), file("c")]);
    for (const name of ["a", "b", "c"]) utimesSync(path.join(folder, name), 1, 1);
    chmodSync(path.join(folder, "c"), 0o755);
    assert.deepEqual(
      writeFiles(folder, [file("a"), file("b"), file("c")]).map(({ outcome }) => outcome),
      ["unchanged", "written", "written"],
    );
    assert.equal(statSync(path.join(folder, "a")).mtimeMs, 1000);
    assert.notEqual(statSync(path.join(folder, "b")).mtimeMs, 1000);
    assert.equal(statSync(path.join(folder, "c")).mode & 0o777, 0o644);
    assert.deepEqual(readdirSync(folder).sort(), ["a", "b", "c"]);
  });

  it("deletes nothing: a file of an earlier render stays", () => {
    const folder = temporaryFolder();
    writeFiles(folder, [file("stale")]);
    writeFiles(folder, [file("fresh")]);
    assert.deepEqual(readdirSync(folder).sort(), ["fresh", "stale"]);
  });

  it("tells of a file in place of the folder itself, and of nothing below it", () => {
    const folder = path.join(temporaryFolder(), "out");
    writeFileSync(folder, "");
    assert.deepEqual(
      refusal(() => writeFiles(folder, [file("shop/a")])),
      [{ where: folder, expected: "a folder, or nothing yet", found: "a file", fix: "name another folder" }],
    );
  });

  it("refuses paths that lead out of the folder, before anything is written", () => {
    const folder = temporaryFolder();
    const names = ["../x", "a/../../x", "/etc/x", "a//b", "", "./a"];
    assert.deepEqual(
      refusal(() => writeFiles(folder, [file("good"), ...names.map((name) => file(name))])),
      names.map((name) => ({
        where: name,
        expected: "a path that stays below its folder",
        found: JSON.stringify(name),
        fix: "move it, or name another folder",
      })),
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it("never writes outside the folder, whatever the path", () => {
    const parent = temporaryFolder();
    const part = fc.constantFrom("..", ".", "", "a", "b", "out", "/");
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        try {
          writeFiles(path.join(parent, "out"), [file(parts.join("/"))]);
        } catch (error) {
          assert.equal((error as Error).name, "UserError");
        }
        assert.deepEqual(
          readdirSync(parent).filter((name) => name !== "out"),
          [],
        );
      }),
    );
  });

  it("refuses symlinks on the way, wherever they lead, and what has the wrong kind, each once", () => {
    const folder = temporaryFolder();
    const outside = temporaryFolder();
    symlinkSync(outside, path.join(folder, "link"));
    symlinkSync(path.join(outside, "target"), path.join(folder, "file"));
    mkdirSync(path.join(folder, "folder"));
    writeFileSync(path.join(folder, "plain"), "");
    const fix = "move it, or name another folder";
    assert.deepEqual(
      refusal(() =>
        writeFiles(
          folder,
          ["link/a", "link/b", "file", "folder", "plain/a"].map((name) => file(name)),
        ),
      ),
      [
        { where: path.join(folder, "link"), expected: "a folder", found: "a symlink", fix },
        { where: path.join(folder, "file"), expected: "a file", found: "a symlink", fix },
        { where: path.join(folder, "folder"), expected: "a file", found: "a folder", fix },
        { where: path.join(folder, "plain"), expected: "a folder", found: "a file", fix },
      ],
    );
    assert.deepEqual(readdirSync(outside), []);
  });

  it("writes through a folder that is itself named by a symlink: that is the user's choice", () => {
    const real = temporaryFolder();
    const link = path.join(temporaryFolder(), "link");
    symlinkSync(real, link);
    writeFiles(link, [file("a")]);
    assert.ok(existsSync(path.join(real, "a")));
  });
});
