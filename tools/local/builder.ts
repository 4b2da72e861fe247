import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { buildkitObstacle, buildkitSocket, registryTables } from "./buildkit.js";
import { directories } from "./directories.js";
import type { Docker } from "./docker.js";

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
  switch (kind) {
    case "buildkitd":
      return {
        Name: name,
        Driver: "remote",
        Nodes: [{ ...node, Endpoint: `unix://${settings.socket()}` }],
        Dynamic: false,
      };
    case "docker-container": {
      const config = Buffer.from(registryTables(settings.registry, settings.mirrored)).toString("base64");
      const container = { DriverOpts: { network: "host" }, Files: { "buildkitd.toml": config } };
      return {
        Name: name,
        Driver: "docker-container",
        Nodes: [{ ...node, ...container, Endpoint: settings.context }],
        Dynamic: false,
      };
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
