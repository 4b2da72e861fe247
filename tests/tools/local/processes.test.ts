import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../../src/delivery/temporary-folder.js";
import { isRunning, ProcessBook, readLinuxStartTime, startTime } from "../../../tools/local/processes.js";

describe("processes", () => {
  let folder: string;
  let book: ProcessBook;
  beforeEach(() => {
    folder = temporaryFolder();
    book = new ProcessBook(join(folder, "processes.json"));
  });
  afterEach(async () => {
    for (const name of await book.names()) await book.stop(name);
  });

  const sleeper = { command: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"] };

  it("reads a start time behind a program's name with blanks and brackets", () => {
    const fields = ["S", ...Array.from({ length: 18 }, () => "0"), "4711", "0"];
    assert.equal(readLinuxStartTime(`12 (a ) b) ${fields.join(" ")}`), "4711");
    assert.equal(readLinuxStartTime(`12 (a) Z ${fields.slice(1).join(" ")}`), undefined);
  });

  it("knows a process by number and start time together", () => {
    const started = startTime(process.pid);
    assert.ok(started !== undefined);
    assert.equal(isRunning({ pid: process.pid, started }), true);
    assert.equal(isRunning({ pid: process.pid, started: `${started}0` }), false);
  });

  it("keeps a service running until its configuration changes, or it does not answer", async () => {
    const prepared: string[] = [];
    const ensure = (config: string, answers = true, command = sleeper.command) => {
      const service = { ...sleeper, command, name: "service", file: join(folder, "config"), config };
      return book.ensure({ ...service, answers: () => Promise.resolve(answers) }, () => {
        prepared.push(config);
        return Promise.resolve();
      });
    };
    assert.equal(await ensure("one"), "started");
    const first = await book.running("service");
    assert.equal(await ensure("one"), "already running");
    assert.deepEqual(await book.running("service"), first);
    assert.equal(await ensure("two"), "started");
    assert.notDeepEqual(await book.running("service"), first);
    assert.equal(first !== undefined && isRunning(first), false);
    assert.deepEqual(prepared, ["one", "two"]);
    await assert.rejects(
      ensure("two", false, "false"),
      /^UserError: service did not start\.\n.*service\.log$/s,
    );
    assert.equal(await book.running("service"), undefined);
    await assert.rejects(ensure("two", true, join(folder, "missing")), /ENOENT/);
    assert.deepEqual(await book.names(), []);
  });

  it("never ends a stranger that has a recorded number now", async () => {
    const stranger = spawn(sleeper.command, sleeper.args, { stdio: "ignore" });
    try {
      await once(stranger, "spawn");
      const record = { registry: { pid: stranger.pid, started: "another time" } };
      await writeFile(join(folder, "processes.json"), JSON.stringify(record));
      assert.equal(await book.running("registry"), undefined);
      assert.equal(await book.stop("registry"), false);
      assert.notEqual(startTime(stranger.pid ?? 0), undefined);
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  it("takes a record cut short by a full disk for an empty one", async () => {
    await writeFile(join(folder, "processes.json"), '{"registry": {"pi');
    assert.deepEqual(await book.names(), []);
  });
});
