import { once } from "node:events";
import { createServer, isIPv6 } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { directories } from "./directories.js";
import { UserError } from "../../src/problems/user-error.js";
import { type LocalAddress, localAddress } from "../../src/registry/this-machine.js";
import type { ProcessBook, Service } from "./processes.js";
import { userError } from "./step-report.js";

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
export function startRegistry(
  book: ProcessBook,
  command: string,
  address: string,
): Promise<"started" | "already running"> {
  const place = listeningAddress(address);
  const file = join(registryDirectory, "config.json");
  const service: Service = {
    name: "registry",
    command,
    args: ["serve", file],
    env: { OTEL_TRACES_EXPORTER: "none" },
    file,
    config: registryConfig(place, join(registryDirectory, "data")),
    answers: () => answers(address),
  };
  return book.ensure(service, async () => {
    if (!(await isPortFree(place))) throw portInUse(place.port);
  });
}

/** Whether a TCP port of this machine is free to listen on. */
export async function isPortFree({ host, port }: LocalAddress): Promise<boolean> {
  const server = createServer().listen({ port, host });
  const isFree = await once(server, "listening").then(
    () => true,
    () => false,
  );
  if (isFree) await promisify(server.close.bind(server))();
  return isFree;
}

/** What to say when another program has the registry's port. */
export function portInUse(port: number): UserError {
  return userError(
    `Port ${port} is in use by another program, so the local registry cannot start.`,
    "Where: slipway:registry.address in Pulumi.local.yaml.",
    `Fix: end that program, or choose another port: pulumi config set --stack local --path slipway:registry.address localhost:${port + 1}`,
  );
}

async function answers(address: string): Promise<boolean> {
  const response = await fetch(`http://${address}/v2/`, { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  );
  return response?.ok === true;
}
