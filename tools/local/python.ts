import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { directories } from "./directories.js";
import { withLock } from "./lock.js";
import { userError } from "./step-report.js";

/**
 * The folder of programs (`bin`) of a Python environment that holds exactly what a requirements file pins, hashes
 * checked. Made once a machine and content of that file, in the cache folder.
 *
 * @throws UserError where Python or its venv module is missing.
 */
export async function pythonPrograms(requirements: string): Promise<string> {
  const content = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const environment = join(directories.cache, `python-${content.slice(0, 16)}`);
  const programs = join(environment, "bin");
  // The mark is written last, so an environment whose making was cut short is made again.
  const mark = join(environment, "complete");
  if (existsSync(mark)) return programs;
  return withLock(`${environment}.lock`, async () => {
    if (existsSync(mark)) return programs;
    await rm(environment, { recursive: true, force: true });
    await makeEnvironment(environment);
    const options = ["--quiet", "--require-hashes", "--requirement", requirements];
    await execa(join(programs, "pip"), ["install", ...options]);
    await writeFile(mark, "");
    return programs;
  });
}

async function makeEnvironment(environment: string): Promise<void> {
  const python = process.env["PYTHON"] ?? "python3";
  const { failed, stderr, stdout } = await execa(python, ["-m", "venv", environment], { reject: false });
  if (!failed) return;
  throw userError(
    `Python 3 with its venv module is needed, and '${python} -m venv' failed.`,
    (stderr || stdout).split("\n")[0] ?? "",
    "Fix: apt-get install python3-venv (Debian), or install Python from python.org.",
  );
}
