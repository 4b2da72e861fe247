import { createServer } from "node:net";
import type { LocalAddress } from "../../src/registry/this-machine.js";

/** Whether a TCP port of this machine is free to listen on. */
export function isPortFree({ host, port }: LocalAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
