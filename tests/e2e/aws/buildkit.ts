import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildkitObstacle } from "../../../tools/local/buildkit.js";
import { ensureDebianPrograms } from "../../../tools/local/debian.js";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { startProcess } from "../process.js";

/** A BuildKit daemon of the tests' own, and the Docker configuration in which buildx finds it as a builder. */
export interface BuildKit {
  /** Name of the builder. */
  readonly builder: string;
  /** What buildx needs in its environment to find the builder, and no login or builder of the user's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts buildkitd, with nothing in its cache.
 *
 * @param environment what it needs to find a registry; see `ecr-host.ts`.
 * @throws UserError where this machine cannot run it: it needs Linux, root and runc.
 */
export async function startBuildKit(environment: Readonly<Record<string, string>>): Promise<BuildKit> {
  const obstacle = buildkitObstacle();
  if (obstacle !== undefined) throw obstacle;
  const [program] = (await obtain(parts.buildkit)).programs;
  await ensureDebianPrograms([
    { program: "runc", package: "runc", purpose: "run the steps of image builds" },
  ]);
  const folder = await mkdtemp(join(tmpdir(), "slipway-buildkit-"));
  const socket = `unix://${join(folder, "buildkitd.sock")}`;
  const daemon = await startProcess(
    program,
    // Copies of files instead of overlays: a temporary folder may itself lie on an overlay.
    ["--root", join(folder, "root"), "--addr", socket, "--oci-worker-snapshotter=native"],
    /running server on/,
    environment,
  );
  const builder = "slipway-aws-test";
  const buildx = join(folder, "buildx");
  const instances = join(buildx, "instances");
  await mkdir(instances, { recursive: true });
  await writeFile(
    join(instances, builder),
    JSON.stringify({
      Name: builder,
      Driver: "remote",
      Nodes: [{ Name: `${builder}0`, Endpoint: socket, Platforms: null, DriverOpts: null, Flags: null }],
      Dynamic: false,
    }),
  );
  return {
    builder,
    environment: { BUILDX_CONFIG: buildx, DOCKER_CONFIG: join(folder, "docker") },
    async stop() {
      await daemon.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
