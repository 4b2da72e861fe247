import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProcess } from "./process";

/** A BuildKit daemon of the tests' own, and the Docker configuration in which buildx finds it as a builder. */
export interface BuildKit {
  /** Name of the builder. */
  readonly builder: string;
  /** For DOCKER_CONFIG. */
  readonly dockerConfig: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts buildkitd, with nothing in its cache.
 *
 * @param program the `buildkitd` program. It needs root and runc.
 * @param environment what it needs to find a registry; see `ecr-host.ts`.
 */
export async function startBuildKit(
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<BuildKit> {
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
  const dockerConfig = join(folder, "docker");
  const instances = join(dockerConfig, "buildx", "instances");
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
    dockerConfig,
    async stop() {
      await daemon.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
