import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { directories } from "./directories.js";
import type { UserError } from "../../src/problems/user-error.js";
import type { ProcessBook, Service } from "./processes.js";
import { mirrorOf } from "./substitute-images/mirrors.js";
import { userError } from "./step-report.js";

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
    throw userError(
      `The path of BuildKit's socket is too long: ${socket}`,
      `Expected: at most ${longestSocketPath} bytes, found ${Buffer.byteLength(socket)}.`,
      "Fix: set XDG_DATA_HOME to a shorter folder.",
    );
  }
  return socket;
}

/** Starts our own buildkitd, or finds it running with the same settings. Needs Linux, root and runc. */
export function startBuildkit(
  book: ProcessBook,
  command: string,
  registry: string,
  mirrored: readonly string[],
): Promise<"started" | "already running"> {
  const socket = buildkitSocket();
  const file = join(buildkitDirectory, "buildkitd.toml");
  const service: Service = {
    name: "buildkitd",
    command,
    args: ["--config", file],
    env: { PATH: `${dirname(command)}:${process.env["PATH"] ?? ""}` },
    file,
    config: buildkitConfig({ root: join(buildkitDirectory, "root"), socket, registry, mirrored }),
    answers: () => accepts(socket),
  };
  // A killed run leaves its socket; the daemon would refuse to listen on it.
  return book.ensure(service, () => rm(socket, { force: true }));
}

/** Why this machine cannot run a buildkitd of our own, or undefined if it can. */
export function buildkitObstacle(
  platform: string = process.platform,
  userId: number | undefined = process.getuid?.(),
): UserError | undefined {
  const docker =
    "Fix: start Docker (Docker Desktop, colima, or `sudo systemctl start docker`) and run the command again";
  if (platform !== "linux") {
    return userError(
      "Images are built by Docker on this system: BuildKit's daemon runs on Linux only.",
      "Expected: a Docker daemon that answers `docker info`. Got: none.",
      `${docker}.`,
    );
  }
  if (userId === 0) return undefined;
  return userError(
    "No Docker daemon answers, and BuildKit's own daemon needs root.",
    "Expected: a Docker daemon that answers `docker info`, or user id 0.",
    `${docker}, or run it as root: sudo -E npm run up.`,
  );
}

async function accepts(socket: string): Promise<boolean> {
  const connection = connect(socket);
  const isOpen = await once(connection, "connect").then(
    () => true,
    () => false,
  );
  connection.destroy();
  return isOpen;
}

/** Mount points below a folder, the deepest first (proc_pid_mountinfo(5): field 5, with blanks as \040). */
export function mountsBelow(mountinfo: string, folder: string): readonly string[] {
  return mountinfo
    .split("\n")
    .map((line) => (line.split(" ")[4] ?? "").replaceAll("\\040", " "))
    .filter((point) => point.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length);
}
