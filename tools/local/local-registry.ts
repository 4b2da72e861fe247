import { mkdir, readFile, writeFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { directories } from "./directories.js";
import { UserError } from "../../src/problems/user-error.js";
import { type LocalAddress, localAddress } from "../../src/registry/this-machine.js";
import { isPortFree } from "./ports.js";
import type { ProcessBook } from "./processes.js";

/** Name of the registry's process in the process book. */
const registryProcess = "registry";

/** Folder of the registry's data, configuration included. */
export const registryDirectory = join(directories.state, "registry");

/**
 * Where a registry listens that clients find at `slipway:registry.address`.
 *
 * @throws UserError where that is not on this machine.
 */
export function listeningAddress(address: string): LocalAddress {
  const found = localAddress(address);
  if (found === undefined) {
    throw new UserError([
      {
        where: "slipway:registry.address in Pulumi.local.yaml",
        expected: "host:port on this machine, such as localhost:5055",
        found: JSON.stringify(address),
        fix: "use localhost and a free port",
      },
    ]);
  }
  return { ...found, host: found.host === "localhost" ? "127.0.0.1" : found.host };
}

/** The registry's configuration file. Deletion is on so that `pulumi destroy` can remove what `up` pushed. */
export function registryConfig({ host, port }: LocalAddress, data: string): string {
  // JSON is YAML too, and quotes every path correctly.
  return JSON.stringify(
    {
      version: "0.1",
      log: { level: "warn" },
      storage: { filesystem: { rootdirectory: data }, delete: { enabled: true } },
      http: { addr: `${isIPv6(host) ? `[${host}]` : host}:${port}` },
    },
    undefined,
    2,
  );
}

/** Starts the registry on its address, or finds it running. Returns which. */
export async function startRegistry(
  book: ProcessBook,
  program: string,
  address: string,
): Promise<"started" | "already running"> {
  const place = listeningAddress(address);
  const file = join(registryDirectory, "config.json");
  const config = registryConfig(place, join(registryDirectory, "data"));
  if ((await book.running(registryProcess)) !== undefined) {
    if ((await readFile(file, "utf8").catch(() => "")) === config && (await answers(address)))
      return "already running";
    await book.stop(registryProcess);
  }
  if (!(await isPortFree(place))) throw portInUse(place.port);
  await mkdir(registryDirectory, { recursive: true });
  await writeFile(file, config);
  const log = join(directories.logs, "registry.log");
  const env = { OTEL_TRACES_EXPORTER: "none" };
  const { pid } = await book.start(
    { name: registryProcess, command: program, args: ["serve", file], env },
    log,
  );
  for (let waited = 0; waited < 100; waited++) {
    if (await answers(address)) return "started";
    if ((await book.running(registryProcess)) === undefined) break;
    await sleep(100);
  }
  throw new UserError(
    [`The registry (process ${pid}) does not answer at ${address}.`, `Its log: ${log}`].join("\n  "),
  );
}

/** What to say when another program has the registry's port. */
export function portInUse(port: number): UserError {
  return new UserError(
    [
      `Port ${port} is in use by another program, so the local registry cannot start.`,
      "Where: slipway:registry.address in Pulumi.local.yaml.",
      `Fix: end that program, or choose another port: pulumi config set --stack local --path slipway:registry.address localhost:${port + 1}`,
    ].join("\n  "),
  );
}

async function answers(address: string): Promise<boolean> {
  const response = await fetch(`http://${address}/v2/`, { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  );
  return response?.ok === true;
}
