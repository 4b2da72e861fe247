import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { directories } from "./directories.js";
import { UserError } from "../../src/problems/user-error.js";
import { isPortFree } from "./ports.js";
import type { ProcessBook } from "./processes.js";

/** Name of the registry's process in the process book. */
const registryProcess = "registry";

/** Folder of the registry's data, configuration included. */
export const registryDirectory = join(directories.state, "registry");

/** A loopback address, taken apart. */
export interface LoopbackAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads the address of the local registry from configuration key `slipway:registry`.
 * Throws a UserError unless it is a name of this machine's loopback device with a port.
 */
export function parseLoopbackAddress(address: string): LoopbackAddress {
  const match = /^(localhost|127\.0\.0\.1):(\d{1,5})$/.exec(address);
  const [, host, digits] = match ?? [];
  const port = Number(digits);
  if (host === undefined || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UserError(
      [
        `slipway:registry: the local registry cannot be at '${address}'.`,
        "Where: slipway:registry.address in Pulumi.local.yaml.",
        "Expected: localhost or 127.0.0.1 with a port, such as localhost:5055.",
      ].join("\n  "),
    );
  }
  return { host, port };
}

/** The registry's configuration file. Deletion is on so that `pulumi destroy` can remove what `up` pushed. */
export function registryConfig(port: number, data: string): string {
  // JSON is YAML too, and quotes every path correctly.
  return JSON.stringify(
    {
      version: "0.1",
      log: { level: "warn" },
      storage: { filesystem: { rootdirectory: data }, delete: { enabled: true } },
      http: { addr: `127.0.0.1:${port}` },
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
  const { port } = parseLoopbackAddress(address);
  const file = join(registryDirectory, "config.json");
  const config = registryConfig(port, join(registryDirectory, "data"));
  if ((await book.running(registryProcess)) !== undefined) {
    if ((await readFile(file, "utf8").catch(() => "")) === config && (await answers(address)))
      return "already running";
    await book.stop(registryProcess);
  }
  if (!(await isPortFree(port))) throw portInUse(port);
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
