import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { site } from "./site.js";

const [from = "content", to = "dist"] = process.argv.slice(2);
const names = await readdir(from);
const sources = await Promise.all(
  names.map(async (name) => [name, await readFile(join(from, name), "utf8")] as const),
);
const made = site(new Map(sources));
await mkdir(to, { recursive: true });
for (const [name, text] of made) await writeFile(join(to, name), text);
console.log(`${made.size} files in ${to}`);
