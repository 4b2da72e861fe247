import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { buildkitObstacle, buildkitSocket, registryTables } from "./buildkit.js";
import { directories } from "./directories.js";
import type { Docker } from "./docker.js";

/**
 * What builds the images. `buildkitd` is a daemon of our own; `docker` is Docker's own engine, which needs its
 * containerd image store to hand over OCI layouts; `docker-container` is BuildKit in a container.
 */
export type BuilderKind = "buildkitd" | "docker" | "docker-container";

/** Folder of buildx's own files, in place of ~/.docker/buildx: the user's builders are not touched. */
export const buildxDirectory = join(directories.state, "buildx");

/**
 * Chooses what builds: Docker where it answers, else our own daemon. A docker-container builder has to be pulled,
 * so without public images an older Docker is passed over. Throws a UserError where nothing can build.
 */
export function chooseBuilder(
  docker: Docker | undefined,
  publicImages: boolean,
  obstacle: Error | undefined = buildkitObstacle(),
): BuilderKind {
  if (docker?.containerdStore === true) return "docker";
  if (docker !== undefined && publicImages) return "docker-container";
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
    case "docker":
      return {
        Name: name,
        Driver: "docker",
        Nodes: [{ ...node, Endpoint: settings.context }],
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

const note = v.object({ name: v.string(), kind: v.picklist(["buildkitd", "docker", "docker-container"]) });
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
