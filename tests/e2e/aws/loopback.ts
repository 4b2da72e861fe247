import { once } from "node:events";
import type { Server } from "node:net";

/** Lets a server listen on a free port of the loopback device and gives the port. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

/** Stops a server, cutting what is still connected. */
export async function close(server: Server & { closeAllConnections?(): void }): Promise<void> {
  server.closeAllConnections?.();
  server.close();
  await once(server, "close");
}
