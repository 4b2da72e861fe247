import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { directories } from "./directories.js";
import { ensureDebianPrograms } from "./debian.js";
import { UserError } from "../../src/problems/user-error.js";
import type { ProcessBook } from "./processes.js";
import { mirrorOf } from "./substitute-images/mirrors.js";

/** Name of the daemon in the process book. */
const buildkitProcess = "buildkitd";

/** Folder of our own BuildKit: its root with all layers and caches, configuration and socket. */
export const buildkitDirectory = join(directories.state, "buildkit");

/** Longest path of a unix socket that Linux takes, in bytes (unix(7): 108 with the closing zero). */
const longestSocketPath = 107;

/** What our own daemon runs the steps of builds with. */
export const runc = { program: "runc", package: "runc", purpose: "run the steps of image builds" } as const;

/** What a daemon has to know. */
export interface BuildkitSettings {
  /** Where layers and caches are kept. */
  readonly root: string;
  readonly socket: string;
  /** Address of the local registry, reached without TLS. */
  readonly registry: string;
  /** Hosts whose images are looked for in the local registry first; empty where no substitutes are used. */
  readonly mirrored: readonly string[];
}

/** The daemon's configuration (buildkitd.toml). The snapshotter is overlayfs where the file system allows it. */
export function buildkitConfig({ root, socket, registry, mirrored }: BuildkitSettings): string {
  return [
    `root = ${JSON.stringify(root)}`,
    "[grpc]",
    `  address = [${JSON.stringify(`unix://${socket}`)}]`,
    "[worker.oci]",
    "  enabled = true",
    '  snapshotter = "auto"',
    "[worker.containerd]",
    "  enabled = false",
    registryTables(registry, mirrored),
  ].join("\n");
}

/** The part of buildkitd.toml that is about registries; a docker-container builder takes it too. */
export function registryTables(registry: string, mirrored: readonly string[]): string {
  const tables = [`[registry.${JSON.stringify(registry)}]`, "  http = true"];
  for (const host of mirrored) {
    tables.push(
      `[registry.${JSON.stringify(host)}]`,
      `  mirrors = [${JSON.stringify(mirrorOf(host, registry))}]`,
    );
  }
  return `${tables.join("\n")}\n`;
}

/** The unix socket of our own daemon. Throws a UserError if the state folder's path is too long for one. */
export function buildkitSocket(): string {
  const socket = join(buildkitDirectory, "buildkitd.sock");
  if (Buffer.byteLength(socket) > longestSocketPath) {
    throw new UserError(
      [
        `The path of BuildKit's socket is too long: ${socket}`,
        `Expected: at most ${longestSocketPath} bytes, found ${Buffer.byteLength(socket)}.`,
        "Fix: set XDG_DATA_HOME to a shorter folder.",
      ].join("\n  "),
    );
  }
  return socket;
}

/** Starts our own buildkitd, or finds it running with the same settings. Needs Linux, root and runc. */
export async function startBuildkit(
  book: ProcessBook,
  program: string,
  registry: string,
  mirrored: readonly string[],
): Promise<"started" | "already running"> {
  const socket = buildkitSocket();
  const config = buildkitConfig({ root: join(buildkitDirectory, "root"), socket, registry, mirrored });
  const file = join(buildkitDirectory, "buildkitd.toml");
  if ((await book.running(buildkitProcess)) !== undefined) {
    if ((await readFile(file, "utf8").catch(() => "")) === config && (await accepts(socket)))
      return "already running";
    await book.stop(buildkitProcess);
  }
  if (!existsSync(join(dirname(program), "buildkit-runc"))) {
    await ensureDebianPrograms([runc]);
  }
  await mkdir(buildkitDirectory, { recursive: true });
  // A killed run leaves its socket; the daemon would refuse to listen on it.
  await rm(socket, { force: true });
  await writeFile(file, config);
  const log = join(directories.logs, "buildkitd.log");
  const env = { PATH: `${dirname(program)}:${process.env["PATH"] ?? ""}` };
  await book.start({ name: buildkitProcess, command: program, args: ["--config", file], env }, log);
  for (let waited = 0; waited < 300; waited++) {
    if (await accepts(socket)) return "started";
    if ((await book.running(buildkitProcess)) === undefined) break;
    await sleep(100);
  }
  const tail = (await readFile(log, "utf8").catch(() => "")).trim().split("\n").slice(-4);
  await book.stop(buildkitProcess);
  throw new UserError(["buildkitd did not start.", ...tail, `Its whole log: ${log}`].join("\n  "));
}

/** Why this machine cannot run a buildkitd of our own, or undefined if it can. */
export function buildkitObstacle(
  platform: string = process.platform,
  userId: number | undefined = process.getuid?.(),
): UserError | undefined {
  const docker =
    "Fix: start Docker (Docker Desktop, colima, or `sudo systemctl start docker`) and run the command again";
  if (platform !== "linux") {
    return new UserError(
      [
        "Images are built by Docker on this system: BuildKit's daemon runs on Linux only.",
        "Expected: a Docker daemon that answers `docker info`. Got: none.",
        `${docker}.`,
      ].join("\n  "),
    );
  }
  if (userId !== 0) {
    return new UserError(
      [
        "No Docker daemon answers, and BuildKit's own daemon needs root.",
        "Expected: a Docker daemon that answers `docker info`, or user id 0.",
        `${docker}, or run it as root: sudo -E npm run up.`,
      ].join("\n  "),
    );
  }
  return undefined;
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket, () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => {
      resolve(false);
    });
  });
}
