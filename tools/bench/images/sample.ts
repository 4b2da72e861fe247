import { readFile, writeFile } from "node:fs/promises";

/**
 * Another constant in a Rust source: as small a change as has to be compiled and linked. Its value is that of no run
 * before, which the builder may have in its cache.
 */
export async function changeOneLine(file: string): Promise<void> {
  const text = (await readFile(file, "utf8")).replace(/\n#\[used\].*\n$/s, "\n");
  await writeFile(file, `${text}#[used]\nstatic CHANGED: u64 = ${Date.now()};\n`);
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
