import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import path from "node:path";
import { project } from "../../../../tools/local/directories.js";
import { temporaryFolder } from "../../../src/delivery/temporary-folder.js";
import { bash } from "../../../shell.js";

export const delivered = path.join(project, "systems", "cv", "files", "scripts");

/** What the scripts call of this machine. */
const machine = execFileSync("bash", [
  "-c",
  `type -P awk bash cat curl cut date dirname du env find grep head ls mkdir mktemp mv rm sed sleep sort tar \
    timeout touch tr wc`,
])
  .toString()
  .trim()
  .split("\n");
const needsBuildKit = "FROM scratch\n# RUN --mount of a comment\nRUN --mount=type=cache true\n";
const checkout = {
  "docker/Dockerfile.prod": needsBuildKit,
  "docker/Dockerfile.dev": needsBuildKit,
  "docker/Dockerfile.minimal": "FROM scratch\nRUN true # --mount= would need BuildKit\n",
  "Cargo.toml": "",
  "src/main.rs": "fn main() {}\n",
};

/** What a script finds and is told. `/world/a checkout` is the checkout of CV; in `/world/tmp` are temporary files. */
export interface World {
  /** The command line, as a shell reads it. */
  readonly args?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the checkout besides the usual ones; `undefined`: is not there. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  /** The programs that fake-program.sh plays. Default: cargo and docker. */
  readonly programs?: readonly string[];
  /** A program of this machine that is not there. */
  readonly missing?: string;
}

/** What came of a run, in lines; without times, sizes and random names. */
export interface Outcome {
  readonly status: number | undefined;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** What the fakes were asked. */
  readonly calls: readonly string[];
  /** Which files and empty folders are new (`+ <path>`) or gone (`- <path>`). */
  readonly changes: readonly string[];
}

/** Runs a script in a new world, from another folder, without a terminal and with unset variables refused. */
export async function run(script: string, world: World = {}): Promise<Outcome> {
  const { args = "", env = {}, files = {}, programs = ["cargo", "docker"], missing } = world;
  const root = temporaryFolder();
  const folder = path.join(root, "a checkout");
  const calls = path.join(temporaryFolder(), "calls");
  fs.mkdirSync(path.join(root, "tmp"));
  fs.cpSync(delivered, path.join(folder, "scripts"), { recursive: true });
  const bin = path.join(root, "bin");
  for (const program of programs) fs.cpSync(`${__dirname}/fake-program.sh`, path.join(bin, program));
  for (const [file, content] of Object.entries<string | undefined>({ ...checkout, ...files })) {
    if (content === undefined) continue;
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content, { mode: 0o755 });
  }
  fs.mkdirSync(bin, { recursive: true });
  for (const program of machine) {
    const link = path.join(bin, path.basename(program));
    if (path.basename(program) !== missing && !fs.existsSync(link)) fs.symlinkSync(program, link);
  }

  /** Files and empty folders. */
  const listing = () => {
    const names = fs.readdirSync(root, { recursive: true, encoding: "utf8" });
    const empty = (name: string) => !names.some((other) => other.startsWith(`${name}/`));
    return names.filter(empty).map((name) => name.replace("a checkout/", ""));
  };
  const before = listing();
  const variables = Object.entries({
    PATH: "/world/bin",
    HOME: "/world/a checkout/home",
    TMPDIR: "/world/tmp",
    CALLS: calls,
    ANSWERS: "docker image ls --format* -> 38.4MB\ndocker context show -> default",
    ...env,
  });
  const { exitCode, stdout, stderr } = await bash(
    ["-c", `exec bash -u "$0" ${args}`, path.join(folder, "scripts", script)],
    {
      cwd: "/",
      env: Object.fromEntries(variables.map(([name, value]) => [name, value.replaceAll("/world", root)])),
      extendEnv: false,
      reject: false,
      // A process group of its own, for a fake to interrupt.
      detached: true,
    },
  );
  const after = listing();
  const lines = (text: string) =>
    text
      .trimEnd()
      .replaceAll(root, "/world")
      .replaceAll(/\b(in|clean|line) [\d.]+ s\b/g, "$1 N s")
      .replaceAll(/\b[\d.]+K\b/g, "SIZE")
      .replaceAll(/\b(tmp|vendor)\.\w{6,10}\b/g, "$1.X")
      .replaceAll(/\bcv-benchmark:\d+/g, "cv-benchmark:PID")
      .split("\n")
      .slice(text === "" ? 1 : 0);
  return {
    status: exitCode,
    stdout: lines(stdout),
    stderr: lines(stderr),
    calls: lines(fs.existsSync(calls) ? fs.readFileSync(calls, "utf8") : ""),
    changes: [
      ...after.filter((name) => !before.includes(name)).map((name) => `+ ${name}`),
      ...before.filter((name) => !after.includes(name)).map((name) => `- ${name}`),
    ].sort(),
  };
}

/** A world, and what comes of it. But for standard output, what is left out is empty, and the status is 0. */
export interface Case extends World, Partial<Outcome> {
  /** In place of what is on standard error: an error in it and the lines on what to do. The status is 1 then. */
  readonly error?: readonly string[];
  /** The calls that are looked at. Default: all. */
  readonly only?: RegExp;
}

/** Tests a script by its cases, which have titles. */
export function testCases(script: string, cases: Readonly<Record<string, Case>>): void {
  for (const [title, { error, only = /^/, ...one }] of Object.entries(cases)) {
    it(title, async () => {
      const { calls, ...outcome } = await run(script, one);
      const lines = error?.map((line, index) => `[${index === 0 ? "ERROR" : "INFO"}] ${line}`);
      const start = outcome.stderr.findIndex((line) => line === lines?.[0]);
      const stderr = lines ? outcome.stderr.slice(start).slice(0, lines.length) : outcome.stderr;
      assert.deepEqual(
        { ...outcome, stderr, calls: calls.filter((call) => only.test(call)) },
        {
          status: one.status ?? (error ? 1 : 0),
          stdout: one.stdout ?? outcome.stdout,
          stderr: lines ?? one.stderr ?? [],
          calls: one.calls ?? [],
          changes: one.changes ?? [],
        },
      );
    });
  }
}

/** Tests that a script shows its help, and that this has the document's options with their defaults. */
export function testHelp(script: string, options: readonly string[]): void {
  const source = fs.readFileSync(path.join(delivered, script), "utf8");
  const help = source.split("<< 'TEXT'\n")[1]?.split("\nTEXT\n")[0]?.split("\n") ?? [];
  testCases(script, { "-h": { args: "-h", stdout: help }, "--help": { args: "--help", stdout: help } });
  it("the help has the document's options and defaults", () => {
    const option = /^ {2}((?:-\w, )?[\w-]+(?: [A-Z]+\b)?).*?( \(default: .*\))?$/;
    assert.deepEqual(
      help.flatMap((line) => option.exec(line)?.slice(1).join("") ?? []),
      options,
    );
  });
}

/** Tests command lines that cannot be meant: the script says why, ends with 2 and does nothing. */
export function testMisuses(script: string, errors: Readonly<Record<string, string>>): void {
  for (const [args, error] of Object.entries(errors))
    testCases(script, { [args || "nothing"]: { args, status: 2, stdout: [], error: [error] } });
}
