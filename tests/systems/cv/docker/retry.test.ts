import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { project } from "../../../../tools/local/directories.js";

const retry = join(project, "systems", "cv", "files", "docker", "retry.sh");

describe("CV: retry.sh (C14)", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "a folder "));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs a script beside a `cargo` that fails as often as said, with code 101, and a `sleep` that only notes how long. */
  async function run(failures: number, args: readonly string[], delay = {}) {
    const noted = (name: string) => join(folder, `${name}.log`);
    const write = (name: string, lines: readonly string[]) => {
      writeFileSync(join(folder, name), ["#!/bin/sh", ...lines, ""].join("\n"));
      chmodSync(join(folder, name), 0o755);
    };
    write("cargo", [
      `echo "$*" >> '${noted("cargo")}'`,
      `[ "$(wc -l < '${noted("cargo")}')" -gt ${failures} ] || exit 101`,
    ]);
    write("sleep", [`echo "$*" >> '${noted("sleep")}'`]);
    writeFileSync(noted("cargo"), "");
    writeFileSync(noted("sleep"), "");
    const { exitCode, all } = await execa(retry, args, {
      env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, ...delay },
      all: true,
      reject: false,
      stdin: "ignore",
    });
    const lines = (name: string) => readFileSync(noted(name), "utf8").split("\n").slice(0, -1);
    return { exitCode, printed: all.split("\n"), calls: lines("cargo"), pauses: lines("sleep") };
  }
  const ours = (failures: number) =>
    run(failures, ["Building dependencies", "cargo", "build", "--features", "a b"]);

  it("runs a command that succeeds once, with its arguments", async () => {
    assert.deepEqual(await ours(0), {
      exitCode: 0,
      printed: ["Attempt 1: Building dependencies..."],
      calls: ["build --features a b"],
      pauses: [],
    });
  });

  it("tries one that fails twice a third time, 15 s apart", async () => {
    const { exitCode, printed, calls, pauses } = await ours(2);
    assert.deepEqual(printed, [
      "Attempt 1: Building dependencies...",
      "Attempt 1 failed, retrying...",
      "Attempt 2: Building dependencies...",
      "Attempt 2 failed, retrying...",
      "Attempt 3: Building dependencies...",
    ]);
    assert.deepEqual([exitCode, calls.length, pauses], [0, 3, ["15", "15"]]);
  });

  it("gives up after the third failure, with the command's code and without one more pause", async () => {
    const { exitCode, printed, calls, pauses } = await ours(3);
    assert.deepEqual(printed.slice(-2), [
      "Attempt 3: Building dependencies...",
      "Attempt 3 failed, giving up. The reason stands above.",
    ]);
    assert.deepEqual([exitCode, calls.length, pauses], [101, 3, ["15", "15"]]);
  });

  it("takes the seconds between attempts from RETRY_DELAY", async () => {
    const { pauses } = await run(1, ["Trying", "cargo"], { RETRY_DELAY: "0" });
    assert.deepEqual(pauses, ["0"]);
  });
});
