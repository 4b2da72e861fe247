import type { ThrowawayDocker } from "./throwaway-docker.js";

/** The part of an image's configuration that the tests look at. */
export interface ImageConfig {
  readonly User: string;
  readonly WorkingDir: string;
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Env: readonly string[];
  readonly ExposedPorts?: Readonly<Record<string, unknown>>;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Healthcheck?: Healthcheck;
}

/** Times in nanoseconds. */
export interface Healthcheck {
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

/** How an image runs. */
export async function imageConfig(docker: ThrowawayDocker, reference: string): Promise<ImageConfig> {
  const json = await docker.output(["docker", "image", "inspect", "--format", "{{json .Config}}", reference]);
  return JSON.parse(json) as ImageConfig;
}

/** One instruction that an image was made by, and the bytes, unpacked, that it added. */
export interface HistoryEntry {
  readonly CreatedBy: string;
  readonly Size: number;
}

/** An image's history, the latest instruction first. Sizes as Docker counts them, in bytes. */
export async function imageHistory(
  docker: ThrowawayDocker,
  reference: string,
): Promise<readonly HistoryEntry[]> {
  const command = [
    "docker",
    "history",
    "--no-trunc",
    "--human=false",
    "--format",
    "json",
    reference,
  ] as const;
  const lines = (await docker.output(command)).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { CreatedBy, Size } = JSON.parse(line) as { CreatedBy: string; Size: string };
    return { CreatedBy, Size: Number(Size) };
  });
}

/** Every path in an image, sorted, directories left out. */
export async function imageFiles(docker: ThrowawayDocker, reference: string): Promise<readonly string[]> {
  const listing = await archived(docker, reference, "tar --list");
  // What `docker create` itself puts in.
  const made = /^(\.dockerenv|dev\/.*|etc\/(hostname|hosts|mtab|resolv\.conf)|proc\/|sys\/)$/;
  return listing
    .split("\n")
    .filter((file) => file !== "" && !file.endsWith("/") && !made.test(file))
    .sort();
}

/** Bytes of an image's files, unpacked, as an archive of them has. */
export async function imageBytes(docker: ThrowawayDocker, reference: string): Promise<number> {
  return Number(await archived(docker, reference, "wc -c"));
}

/**
 * Whether a text stands anywhere in an image: in a file of a layer, also one that a later layer deletes, in the
 * configuration or in the history.
 */
export async function imageContains(
  docker: ThrowawayDocker,
  reference: string,
  text: string,
): Promise<boolean> {
  const script = `set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
docker save "$0" | tar --extract --directory "$folder"
find "$folder" -type f | while read -r blob; do
  if gzip -cd "$blob" 2> /dev/null || cat "$blob"; then :; fi | grep --quiet --fixed-strings --text -e "$1" && echo found && break
done || true`;
  return (await docker.output(["bash", "-c", script, reference, text])) === "found";
}

/** Hands an archive of an image's files to a command of the system's shell, and returns what that prints. */
export async function archived(docker: ThrowawayDocker, reference: string, command: string): Promise<string> {
  const script = `set -eu
container=$(docker create "$0" /none)
trap 'docker rm "$container" > /dev/null' EXIT
docker export "$container" | ${command}`;
  return docker.output(["bash", "-c", script, reference]);
}

/**
 * What a Debian image has over its base: packages, and files that are neither theirs nor made as they are installed (links
 * to certificates, dpkg's notes; a certificate whose name is no ASCII is listed otherwise by tar and dpkg).
 */
export async function debianAdditions(docker: ThrowawayDocker, reference: string, base: string) {
  const run = async (image: string, ...command: string[]) => {
    const output = await docker.output(["docker", "run", "--rm", "--entrypoint", "", image, ...command]);
    return output.split("\n");
  };
  const query = ["dpkg-query", "--show", "--showformat", "${Package}\\n"] as const;
  const basePackages = new Set(await run(base, ...query));
  const packages = (await run(reference, ...query)).filter((name) => !basePackages.has(name));
  const theirs = new Set(await run(reference, "dpkg", "--listfiles", ...packages));
  const isTheirs = (file: string) => theirs.has(`/${file}`) || theirs.has(file.replace(/^usr/, ""));
  const made =
    /^(etc\/ssl\/certs|usr\/share\/ca-certificates\/mozilla|var\/lib\/dpkg\/(info|triggers))\/[^/]+$/;
  const inBase = new Set(await imageFiles(docker, base));
  const files = (await imageFiles(docker, reference)).filter(
    (file) => !inBase.has(file) && !isTheirs(file) && !made.test(file),
  );
  return { packages, files };
}
