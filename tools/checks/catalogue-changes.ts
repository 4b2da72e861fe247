import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { catalogue } from "../../systems/index.js";
import { project } from "../local/directories.js";
import { withoutSystem, withSystem } from "./edit-catalogue.js";

// Systems come and go. On a copy of the project, with
// - each system taken out in turn, and another one put in: types, and `slipway render`;
// - all systems taken out: types, `slipway render`, and every unit test that is left.

/** What belongs to a system and goes with it. */
const partsOf = (name: string) =>
  ["systems", "tests/systems", "tests/e2e/systems", "tests/images", "tests/golden"].map(
    (folder) => `${folder}/${name}`,
  );

/** Not copied: what git ignores, and what programs left behind. */
const LEFT_OUT = /(?:^|\/)(?:node_modules|target|\.git|\.slipway)$/;

const INDEX = "systems/index.ts";

const bin = (name: string) => path.join(project, "node_modules", ".bin", name);
const checkTypes = [bin("tsc"), "--noEmit", "--incremental", "--tsBuildInfoFile", "../types"];
const render = [bin("tsx"), "src/cli/slipway.ts", "render", "--out", "../rendered"];
/** What whoever changes the catalogue runs: docs and golden files follow from it. */
const generate = ["npm", "run", "generate"];
const test = [bin("mocha"), "--reporter", "dot", "--forbid-only"];

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "slipway-copy-"));
  const copy = path.join(folder, "slipway");
  const text = await readFile(path.join(project, INDEX), "utf8");
  const names = catalogue.map(({ name }) => name);
  try {
    for (const name of names) {
      await copyProject(copy, [name], withoutSystem(text, name));
      await run(copy, `without ${name}`, [checkTypes, render]);
    }

    await copyProject(copy, [], withSystem(text, "archive", "archive"));
    const added = path.join(copy, "systems/archive");
    await cp(path.join(project, "tests/fixture-catalogue/systems/archive"), added, { recursive: true });
    const source = path.join(added, "index.ts");
    await writeFile(source, (await readFile(source, "utf8")).replaceAll("../../../../src/", "../../src/"));
    await run(copy, "with one more", [checkTypes, render]);

    await copyProject(copy, names, names.reduce(withoutSystem, text));
    await run(copy, "without any", [checkTypes, render, generate, test]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes the copy anew, without all that belongs to these systems, and with another index. */
async function copyProject(copy: string, without: readonly string[], index: string): Promise<void> {
  const leftOut = new Set(without.flatMap(partsOf));
  await rm(copy, { recursive: true, force: true });
  await cp(project, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => {
      const name = path.relative(project, file);
      return !LEFT_OUT.test(name) && !leftOut.has(name);
    },
  });
  await symlink(path.join(project, "node_modules"), path.join(copy, "node_modules"));
  await writeFile(path.join(copy, INDEX), index);
}

/** @throws ExecaError with all that a command printed, where one fails. */
async function run(
  copy: string,
  catalogueIs: string,
  commands: readonly (readonly string[])[],
): Promise<void> {
  for (const [program = "", ...args] of commands) {
    const started = Date.now();
    await execa(program, args, { cwd: copy, stdin: "ignore", all: true, timeout: 600_000 });
    console.log(`${catalogueIs}: ${path.basename(program)}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
}

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
