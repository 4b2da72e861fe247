import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { buildkitObstacle } from "../../../tools/local/buildkit.js";
import { ensureDebianPrograms } from "../../../tools/local/debian.js";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { startProcess } from "../process.js";

/** What the tests' daemons run steps with: Debian's runc, started again when its first process is lost. */
const runc = join(__dirname, "..", "..", "images", "debian-root", "usr", "local", "bin", "runc");

/** A BuildKit daemon of a test, with nothing in its cache. */
export interface Daemon {
  /** `unix://…`, for buildx. */
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a daemon.
 *
 * @param config its configuration file, TOML, for what registries are to it. Default: none.
 * @param environment what it needs to find a registry.
 * @throws UserError where this machine cannot run one: it needs Linux, root and runc.
 */
export async function startDaemon(
  config = "",
  environment: Readonly<Record<string, string>> = {},
): Promise<Daemon> {
  const obstacle = buildkitObstacle();
  if (obstacle !== undefined) throw obstacle;
  const [program] = (await obtain(parts.buildkit)).programs;
  await ensureDebianPrograms([
    { program: "runc", package: "runc", purpose: "run the steps of image builds" },
  ]);
  const folder = await mkdtemp(join(tmpdir(), "slipway-daemon-"));
  const endpoint = `unix://${join(folder, "sock")}`;
  const file = join(folder, "buildkitd.toml");
  await writeFile(file, config);
  const daemon = await startProcess(
    program,
    // Copies of files instead of overlays: a temporary folder may itself lie on an overlay.
    [
      ...["--config", file, "--root", join(folder, "root")],
      ...["--addr", endpoint, "--oci-worker-snapshotter=native", `--oci-worker-binary=${runc}`],
    ],
    /running server on/,
    environment,
  );
  return {
    endpoint,
    async stop() {
      await daemon.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** buildx with builders of the tests' own, and none of the user's builders and logins. */
export class Builders {
  private constructor(
    private readonly folder: string,
    private readonly program: string,
  ) {}

  static async create(): Promise<Builders> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-builders-"));
    await mkdir(join(folder, "buildx", "instances"), { recursive: true });
    return new Builders(folder, (await obtain(parts.buildx)).programs[0]);
  }

  /** What buildx needs in its environment. */
  get environment(): Readonly<Record<string, string>> {
    return { BUILDX_CONFIG: join(this.folder, "buildx"), DOCKER_CONFIG: join(this.folder, "docker") };
  }

  /** Makes a builder, as `docker buildx create --driver remote` does. */
  async add(name: string, endpoint: string): Promise<void> {
    await writeFile(
      join(this.folder, "buildx", "instances", name),
      JSON.stringify({
        Name: name,
        Driver: "remote",
        Nodes: [{ Name: `${name}0`, Endpoint: endpoint, Platforms: null, DriverOpts: null, Flags: null }],
        Dynamic: false,
      }),
    );
  }

  /** Number of builds that a builder's daemons have run so far, those found wholly in the cache included. */
  async builds(builder: string): Promise<number> {
    const { stdout } = await this.buildx("history", "ls", "--builder", builder, "--format", "{{json .}}");
    return stdout.split("\n").filter((line) => line !== "").length;
  }

  /** Runs buildx; a failure is part of the result. */
  buildx(...command: readonly string[]) {
    return execa(this.program, command, { env: this.environment, stdin: "ignore", all: true, reject: false });
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
