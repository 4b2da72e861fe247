import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, tail, type ThrowawayDocker } from "./throwaway-docker.js";

/** Replaces a text in a file of a checkout. Throws where that leaves the file as it was. */
export async function edit(
  docker: ThrowawayDocker,
  folder: string,
  file: string,
  from: string,
  to: string,
): Promise<void> {
  const path = docker.path(join(folder, file));
  const before = await readFile(path, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} is as before`);
  await writeFile(path, after);
}

/** `docker build` in a checkout. */
export function build(docker: ThrowawayDocker, folder: string, ...options: string[]): Command {
  return docker.run(["docker", "build", "--progress", "plain", ...options, "."], { cwd: folder });
}

/** The same, for a build that must succeed: its log. */
export async function built(docker: ThrowawayDocker, folder: string, ...options: string[]): Promise<string> {
  const { failed, all } = await build(docker, folder, ...options);
  if (failed) throw new Error(`The image was not built:\n${tail(all)}`);
  return all;
}

/** The same, for a build that must fail: its log. */
export async function refused(
  docker: ThrowawayDocker,
  folder: string,
  ...options: string[]
): Promise<string> {
  const { failed, all } = await build(docker, folder, ...options);
  if (!failed) throw new Error(`The image was built:\n${tail(all)}`);
  return all;
}
