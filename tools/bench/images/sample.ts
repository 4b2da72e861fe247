import { readFile, writeFile } from "node:fs/promises";

/**
 * Adds a constant to a Rust source: the smallest change that must be compiled and linked. Its value is new, because the
 * builder may have earlier ones in its cache.
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
