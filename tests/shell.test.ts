import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { bash } from "./shell.js";

describe("the tests' bash", () => {
  let home: string;
  before(() => {
    home = mkdtempSync(path.join(tmpdir(), "slipway-shell-"));
    writeFileSync(path.join(home, ".bashrc"), "echo start-up\n");
  });
  after(() => {
    rmSync(home, { recursive: true });
  });
  const script = "echo script; [ ! -S /dev/stdin ] || echo a socket";
  // As on a machine without a terminal, where no shell is above this one.
  const outermost = () => ({ PATH: process.env["PATH"] ?? "", HOME: home, SHLVL: "0" });

  it("reads no start-up file, which a bash with a socket for its input does", async () => {
    const usual = await execa("bash", ["-c", script], { env: outermost(), extendEnv: false });
    assert.equal(usual.stdout, "start-up\nscript\na socket");
    assert.equal((await bash(["-c", script], { env: outermost(), extendEnv: false })).stdout, "script");
  });

  it("reads no file that BASH_ENV names", async () => {
    const env = { ...outermost(), BASH_ENV: path.join(home, ".bashrc") };
    assert.equal((await bash(["-c", script], { env, extendEnv: false })).stdout, "script");
  });
});
