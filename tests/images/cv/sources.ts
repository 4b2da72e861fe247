import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { sharedDocker } from "../shared-docker.js";
import { tail, type Command, type ThrowawayDocker } from "../throwaway-docker.js";

/** The images of CV, as the catalogue calls them. */
export type ImageType = "prod" | "dev" | "minimal";

/** The shared Docker, with the bases of the two images that are compiled on Alpine; `dev` asks for one more. */
export function cvDocker(...more: string[]): Promise<ThrowawayDocker> {
  const bases = ["rust:1.87-alpine3.21", "alpine:3.21", "gcr.io/distroless/static:nonroot"];
  return sharedDocker(...bases, ...more);
}

/** A checkout of CV's sources with what is delivered; its path in the system. */
export function checkout(docker: ThrowawayDocker, name: string): Promise<string> {
  return docker.copy(join(project, "systems", "cv", "sample"), name);
}

/** What a Dockerfile of CV is built with. */
export interface BuildOptions {
  /** For `docker build`, before the context. */
  readonly options?: readonly string[];
  /** Environment of `docker build`. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Builds in a checkout as a developer does, in its root. Attempts follow each other without a pause, in all builds: a
 * build that waits has other steps, which the cache does not know.
 */
export function build(
  docker: ThrowawayDocker,
  cwd: string,
  type: ImageType,
  { options = [], env = {} }: BuildOptions = {},
): Command {
  const file = ["--file", `docker/Dockerfile.${type}`, "--build-arg", "RETRY_DELAY=0"];
  return docker.run(["docker", "build", "--progress", "plain", ...file, ...options, "."], { cwd, env });
}

/** Like `build`, for one that must succeed: what it printed. */
export async function built(
  docker: ThrowawayDocker,
  cwd: string,
  type: ImageType,
  options: BuildOptions = {},
): Promise<string> {
  const { failed, all } = await build(docker, cwd, type, options);
  if (failed) throw new Error(`Dockerfile.${type} does not build:\n${tail(all)}`);
  return all;
}

/** Options for a build that stops at a stage and makes no image. */
export function onlyStage(stage: string): readonly string[] {
  return ["--target", stage, "--output", "type=cacheonly"];
}

const images = new Map<ImageType, Promise<string>>();

/** The image of a type as it is delivered, built once in a run: its name. */
export function image(docker: ThrowawayDocker, type: ImageType): Promise<string> {
  let made = images.get(type);
  if (made === undefined) {
    const name = { prod: "cv", dev: "cv-dev", minimal: "cv-minimal" }[type];
    made = checkout(docker, `cv-as-delivered-${type}`)
      .then((cwd) => built(docker, cwd, type, { options: ["--tag", name] }))
      .then(() => name);
    images.set(type, made);
  }
  return made;
}
