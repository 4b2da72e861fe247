import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../engine/directories.js";

/** Copies a system's sample sources, links followed, without what was built in them. */
export async function copyExample(system: string, folder: string): Promise<void> {
  await cp(join(project, "examples", system), folder, {
    recursive: true,
    dereference: true,
    filter: (file) => !/\/(target|node_modules)$/.test(file),
  });
}

/** Another constant in a Rust source: as small a change as has to be compiled and linked. */
export async function changeOneLine(file: string, round: number): Promise<void> {
  const text = (await readFile(file, "utf8")).replace(/\n#\[used\].*\n$/s, "\n");
  await writeFile(file, `${text}#[used]\nstatic CHANGED: u32 = ${round};\n`);
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
