import { execa } from "execa";
import * as v from "valibot";

/** A Docker daemon that answers. */
export interface Docker {
  readonly version: string;
  /** Whether it keeps images in containerd's store: then its own builder writes and reads OCI images. */
  readonly containerdStore: boolean;
  /** Name of the Docker context in use, which is also the endpoint in buildx's terms. */
  readonly context: string;
  /** Whether it runs on this machine's own kernel, so that it shares the loopback device. */
  readonly sharesLoopback: boolean;
}

const information = v.object({
  ServerVersion: v.pipe(v.string(), v.minLength(1)),
  OperatingSystem: v.string(),
  DriverStatus: v.nullish(v.array(v.array(v.string())), () => []),
});

/** The Docker daemon that the docker command reaches, or undefined. Answers within six seconds. */
export async function findDocker(): Promise<Docker | undefined> {
  const info = await execa("docker", ["info", "--format", "{{json .}}"], { reject: false, timeout: 6000 });
  if (info.failed) return undefined;
  const context = await execa("docker", ["context", "show"], { reject: false, timeout: 6000 });
  return readDockerInformation(info.stdout, context.failed ? "default" : context.stdout.trim());
}

/** Reads the JSON of `docker info`; undefined if it tells of no daemon. */
export function readDockerInformation(
  json: string,
  context: string,
  platform: string = process.platform,
): Docker | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), information), json);
  if (!parsed.success) return undefined;
  const { ServerVersion, OperatingSystem, DriverStatus } = parsed.output;
  return {
    version: ServerVersion,
    containerdStore: DriverStatus.some(
      ([key, value]) => key === "driver-type" && value === "io.containerd.snapshotter.v1",
    ),
    context,
    sharesLoopback: platform === "linux" && !OperatingSystem.includes("Docker Desktop"),
  };
}
