import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Adds a constant to a Rust source: the smallest change that must be compiled and linked. Its value is new, because the
 * builder may have earlier ones in its cache.
 */
export async function changeOneLine(file: string): Promise<void> {
  const text = (await readFile(file, "utf8")).replace(/\n#\[used\].*\n$/s, "\n");
  await writeFile(file, `${text}#[used]\nstatic CHANGED: u64 = ${Date.now()};\n`);
}

/** What builds nothing but a public image, in a new folder. */
export async function imageAlone(image: string, sources: string) {
  const dockerfile = join(sources, "Dockerfile");
  await mkdir(sources);
  await writeFile(dockerfile, `FROM ${image}\n`);
  return { sources, dockerfile };
}
