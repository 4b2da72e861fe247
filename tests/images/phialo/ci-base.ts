import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { sharedDocker } from "../shared-docker.js";
import { home, tail, type Command, type ThrowawayDocker } from "../throwaway-docker.js";

/** The name that the plain command of P10 gives. */
export const image = "phialo-ci-base:latest";

/** Where the application's repository is checked out, as the Docker system sees it. */
export const checkout = `${home}/phialo`;

/** A machine with Docker and a checkout of Phialo, its CI base image built by the plain command of P10. */
export interface CiBase {
  readonly docker: ThrowawayDocker;
  /** What that build said: it began without a cache. */
  readonly log: string;
}

let built: Promise<CiBase> | undefined;

/** The one that all tests of a run share; the first call builds the image. */
export function ciBase(): Promise<CiBase> {
  built ??= build();
  return built;
}

async function build(): Promise<CiBase> {
  const docker = await sharedDocker("node:20-alpine");
  await docker.copy(join(project, "systems", "phialo", "sample"), "phialo");
  // Other tests of this run may have built the same image.
  await docker.output(["docker", "builder", "prune", "--all", "--force"]);
  const { failed, all } = await docker.run(
    ["docker", "build", "-f", "Dockerfile.base", "-t", "phialo-ci-base:latest", "."],
    { cwd: checkout },
  );
  if (failed) throw new Error(`The image was not built:\n${tail(all)}`);
  return { docker, log: all };
}

/** Runs a command in the image, without a network unless the options name one. */
export function inImage(
  { docker }: CiBase,
  command: readonly string[],
  options: readonly string[] = ["--network", "none"],
): Command {
  return docker.run(["docker", "run", "--rm", ...options, image, ...command]);
}

/** The delivered Dockerfile.base, as text. */
export function dockerfile(): Promise<string> {
  return readFile(join(project, "systems", "phialo", "files", "Dockerfile.base"), "utf8");
}

/** A text with one part of it replaced, which has to be there exactly once. */
export function replaced(text: string, part: string, by: string): string {
  const [before, after, ...more] = text.split(part);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`'${part}' does not stand in the text exactly once`);
  }
  return before + by + after;
}

/** Builds another text of Dockerfile.base, in an empty folder. What stands in the shared cache is not built again. */
export async function buildText(
  { docker }: CiBase,
  text: string,
  options: readonly string[] = [],
): Promise<Awaited<Command>> {
  const folder = `${home}/variant`;
  await mkdir(docker.path(folder), { recursive: true });
  await writeFile(docker.path(`${folder}/Dockerfile.base`), text);
  return docker.run(["docker", "build", ...options, "-f", "Dockerfile.base", "."], { cwd: folder });
}
