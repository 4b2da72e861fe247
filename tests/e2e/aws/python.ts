import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { directories } from "../../../engine/directories";

const REQUIREMENTS = join(__dirname, "..", "requirements.txt");

/**
 * The folder of programs (`bin`) of a Python environment that holds exactly tests/e2e/requirements.txt, hashes checked.
 * Made once a machine and version of that file, in the cache folder.
 */
export async function pythonPrograms(): Promise<string> {
  const version = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex");
  const environment = join(directories.cache, `test-python-${version.slice(0, 16)}`);
  const programs = join(environment, "bin");
  // The mark is written last, so an environment whose making was cut short is made again.
  const mark = join(environment, "complete");
  if (existsSync(mark)) return programs;
  const python = process.env["PYTHON"] ?? "python3";
  await rm(environment, { recursive: true, force: true });
  await execa(python, ["-m", "venv", environment]);
  await execa(join(programs, "pip"), [
    "install",
    "--quiet",
    "--require-hashes",
    "--requirement",
    REQUIREMENTS,
  ]);
  await writeFile(mark, "");
  return programs;
}
