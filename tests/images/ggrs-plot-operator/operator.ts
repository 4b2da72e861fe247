import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { built } from "../docker-build.js";
import { sharedDocker } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";

/** The images that the operator's Dockerfile stands on. */
export const bases = { builder: "rust:1.75-slim-bookworm", runtime: "debian:bookworm-slim" } as const;

/** The name that docs/docker.md gives the image. */
export const operatorImage = "ggrs_plot_operator:local";

/** What must not reach the image, although it lies beside the sources. */
export const secret = "hunter2-of-ggrs";

/** A machine with Docker, and the operator's image, built from clean as docs/docker.md says. */
export interface Operator {
  readonly docker: ThrowawayDocker;
  /** The sources it was built from, as the machine sees them. */
  readonly checkout: string;
  /** What the build said. */
  readonly log: string;
}

/** A checkout of the operator's repository of one's own, as the machine sees it. */
export function checkout(docker: ThrowawayDocker, name: string): Promise<string> {
  return docker.copy(join(project, "systems", "ggrs-plot-operator", "sample"), `ggrs-${name}`);
}

let made: Promise<Operator> | undefined;

/** The operator's image: built once for all tests of a run. */
export function operator(): Promise<Operator> {
  return (made ??= make());
}

async function make(): Promise<Operator> {
  const docker = await sharedDocker(bases.builder, bases.runtime);
  const folder = await checkout(docker, "clean");
  for (const file of [".env", "src/.env"]) {
    await writeFile(docker.path(join(folder, file)), `TERCEN_PASSWORD=${secret}\n`);
  }
  const log = await built(docker, folder, "-t", operatorImage);
  return { docker, checkout: folder, log };
}

/** The command that runs a script in a new container of an image, in place of its program. */
export function runScript(
  reference: string,
  script: string,
  ...options: readonly string[]
): readonly [string, ...string[]] {
  return ["docker", "run", "--rm", ...options, "--entrypoint", "/bin/bash", reference, "-c", script];
}
