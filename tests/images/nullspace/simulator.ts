import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { built } from "../docker-build.js";
import { sharedDocker } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";

/** The images that the simulator's Dockerfile stands on. */
export const bases = { builder: "rust:1.83-slim-bookworm", runtime: "debian:bookworm-slim" } as const;

/** The name that the simulator's image has here. */
export const simulatorImage = "nullspace-simulator";

/** What must not reach the image, although it lies about where the image is built. */
export const secret = "hunter2-of-nullspace";

/** A machine with Docker, and the simulator's image, built from clean as the document says. */
export interface Simulator {
  readonly docker: ThrowawayDocker;
  /** The sources it was built from, as the machine sees them. */
  readonly checkout: string;
}

/** A checkout of Nullspace of one's own, as the machine sees it. */
export function checkout(docker: ThrowawayDocker, name: string): Promise<string> {
  return docker.copy(join(project, "systems", "nullspace", "sample"), `nullspace-${name}`);
}

let made: Promise<Simulator> | undefined;

/** The simulator's image: built once for all tests of a run. */
export function simulator(): Promise<Simulator> {
  return (made ??= make());
}

async function make(): Promise<Simulator> {
  const docker = await sharedDocker(bases.builder, bases.runtime);
  const folder = await checkout(docker, "clean");
  for (const file of [".env", ".git/config", "simulator/.env", "website/.env"]) {
    const path = docker.path(join(folder, file));
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, `TOKEN=${secret}\n`);
  }
  await built(
    docker,
    folder,
    ...["--file", "Dockerfile", "--tag", simulatorImage],
    ...["--build-arg", `GITHUB_TOKEN=${secret}`, "--secret", "id=token,src=.env"],
  );
  return { docker, checkout: folder };
}
