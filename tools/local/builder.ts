import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { buildkitObstacle, buildkitSocket, registryTables } from "./buildkit.js";
import { directories } from "./directories.js";

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

/** The Docker daemon that the docker command reaches, or undefined. A daemon that hangs counts as none. */
export async function findDocker(): Promise<Docker | undefined> {
  const ask = (...args: string[]) => execa("docker", args, { reject: false, timeout: 6000 });
  const info = await ask("info", "--format", "{{json .}}");
  const version = info.failed ? undefined : readServerVersion(info.stdout);
  if (version === undefined) return undefined;
  const [image, context] = await Promise.all([
    ask("image", "inspect", buildkitImage),
    ask("context", "show"),
  ]);
  return { version, hasBuildkit: !image.failed, context: context.failed ? "default" : context.stdout.trim() };
}

const information = v.object({ ServerVersion: v.pipe(v.string(), v.minLength(1)) });

/** The version in the JSON of `docker info`; undefined if it tells of no daemon. */
export function readServerVersion(json: string): string | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), information), json);
  return parsed.success ? parsed.output.ServerVersion : undefined;
}

/**
 * What builds the images: a BuildKit daemon of our own, or BuildKit in a container of the Docker daemon. Docker's
 * own engine is not among them: the docker-build provider has no driver for it.
 */
export type BuilderKind = "buildkitd" | "docker-container";

/** Folder of buildx's own files, in place of ~/.docker/buildx: the user's builders are not touched. */
export const buildxDirectory = join(directories.state, "buildx");

/**
 * Chooses what builds: Docker where it answers and BuildKit's image is there or can be pulled, else our own daemon.
 * Throws a UserError where nothing can build.
 */
export function chooseBuilder(
  docker: Docker | undefined,
  publicImages: boolean,
  obstacle: Error | undefined = buildkitObstacle(),
): BuilderKind {
  if (docker !== undefined && (publicImages || docker.hasBuildkit)) return "docker-container";
  if (obstacle !== undefined) throw obstacle;
  return "buildkitd";
}

/** A buildx builder of one node as buildx stores it (github.com/docker/buildx/store, NodeGroup). */
export function builderInstance(name: string, kind: BuilderKind, settings: BuilderSettings): unknown {
  const node = { Name: `${name}0`, Platforms: null, DriverOpts: null, Flags: null, Files: null };
  const instance = (Driver: string, own: object) => ({
    Name: name,
    Driver,
    Nodes: [{ ...node, ...own }],
    Dynamic: false,
  });
  switch (kind) {
    case "buildkitd":
      return instance("remote", { Endpoint: `unix://${settings.socket()}` });
    case "docker-container": {
      const config = Buffer.from(registryTables(settings.registry, settings.mirrored)).toString("base64");
      const Files = { "buildkitd.toml": config };
      return instance(kind, { DriverOpts: { network: "host" }, Files, Endpoint: settings.context });
    }
  }
}

/** What a builder has to know besides its name. */
export interface BuilderSettings {
  readonly context: string;
  readonly registry: string;
  readonly mirrored: readonly string[];
  readonly socket: () => string;
}

const note = v.object({ name: v.string(), kind: v.picklist(["buildkitd", "docker-container"]) });
const noteFile = join(directories.state, "builder.json");

/** Writes the builder for buildx to find, and remembers it for `npm run down`. */
export async function writeBuilder(
  name: string,
  kind: BuilderKind,
  settings: Omit<BuilderSettings, "socket">,
): Promise<void> {
  const folder = join(buildxDirectory, "instances");
  await mkdir(folder, { recursive: true });
  const instance = builderInstance(name, kind, { ...settings, socket: buildkitSocket });
  await writeFile(join(folder, name), JSON.stringify(instance));
  await writeFile(noteFile, JSON.stringify({ name, kind }));
}

/** The builder that the last run wrote. */
export async function rememberedBuilder(): Promise<{ name: string; kind: BuilderKind } | undefined> {
  return readFile(noteFile, "utf8")
    .then((text) => v.parse(note, JSON.parse(text)))
    .catch(() => undefined);
}

/** Removes a builder's file; its container, if it has one, is Docker's to remove. */
export async function forgetBuilder(): Promise<void> {
  await rm(buildxDirectory, { recursive: true, force: true });
  await rm(noteFile, { force: true });
}
