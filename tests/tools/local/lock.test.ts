import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../../../tools/local/lock.js";
import { temporaryFolder } from "../../src/delivery/temporary-folder.js";
import { ownIdentity, type ProcessIdentity } from "../../../tools/local/processes.js";

describe("withLock", () => {
  let folder = "";
  let file = "";
  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder, "a.lock");
  });

  it("names the holder while it works, and leaves nothing", async () => {
    const held = await withLock(file, () => readFile(file, "utf8"));
    assert.deepEqual(JSON.parse(held), ownIdentity());
    assert.deepEqual(await readdir(folder), []);
  });

  it("is free again after a failure", async () => {
    await assert.rejects(
      withLock(file, () => Promise.reject(new Error("broken"))),
      /broken/,
    );
    assert.equal(await withLock(file, () => Promise.resolve(1)), 1);
  });

  for (const [what, content] of [
    ["a killed run", JSON.stringify({ pid: 4194304, started: "1" })],
    ["another process that has the number now", JSON.stringify({ pid: process.pid, started: "before" })],
    ["a full disk", ""],
  ] as const) {
    it(`takes over a lock left by ${what}`, async () => {
      await writeFile(file, content);
      assert.equal(await withLock(file, () => Promise.resolve("done")), "done");
      assert.deepEqual(await readdir(folder), []);
    });
  }

  it("waits for a holder that lives, and says so once", async () => {
    await writeFile(file, JSON.stringify(ownIdentity()));
    const waits: ProcessIdentity[] = [];
    const onWait = (holder: ProcessIdentity) => {
      waits.push(holder);
      void rm(file);
    };
    assert.equal(await withLock(file, () => Promise.resolve("done"), onWait), "done");
    assert.deepEqual(waits, [ownIdentity()]);
  });
});
