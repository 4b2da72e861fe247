import { execa } from "execa";
import * as v from "valibot";

/** A Docker daemon that answers. */
export interface Docker {
  readonly version: string;
  /** Whether BuildKit's image is in its store, so that a builder can start without pulling it. */
  readonly hasBuildkit: boolean;
  /** Name of the Docker context in use, which is also the endpoint in buildx's terms. */
  readonly context: string;
}

/** The image that buildx starts for a docker-container builder (github.com/docker/buildx, DefaultImage). */
const buildkitImage = "moby/buildkit:buildx-stable-1";

const information = v.object({ ServerVersion: v.pipe(v.string(), v.minLength(1)) });

/** The Docker daemon that the docker command reaches, or undefined. A daemon that hangs counts as none. */
export async function findDocker(): Promise<Docker | undefined> {
  const ask = (...args: string[]) => execa("docker", args, { reject: false, timeout: 6000 });
  const info = await ask("info", "--format", "{{json .}}");
  if (info.failed) return undefined;
  const version = readServerVersion(info.stdout);
  if (version === undefined) return undefined;
  const [image, context] = await Promise.all([
    ask("image", "inspect", buildkitImage),
    ask("context", "show"),
  ]);
  return { version, hasBuildkit: !image.failed, context: context.failed ? "default" : context.stdout.trim() };
}

/** The version in the JSON of `docker info`; undefined if it tells of no daemon. */
export function readServerVersion(json: string): string | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), information), json);
  return parsed.success ? parsed.output.ServerVersion : undefined;
}
