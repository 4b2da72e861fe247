import { once } from "node:events";
import {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as send,
  type ServerResponse,
} from "node:http";
import type { Server, Socket } from "node:net";

/** A server on a free port of the loopback device. */
export interface Listening {
  readonly port: number;
  /** Stops it, cutting what is still connected, tunnels included. */
  readonly stop: () => Promise<void>;
}

/** Lets a server listen. */
export async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return {
    port: address.port,
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Hands a request to the server at `url` as it is, but for other headers and a body that was read already. */
export function forward(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
  { headers = request.headers, body }: { headers?: OutgoingHttpHeaders; body?: Buffer } = {},
): void {
  const { hostname, port } = new URL(url);
  const { method, url: path } = request;
  const onward = send({ hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", (error) => response.writeHead(502).end(error.message));
  if (body === undefined) request.pipe(onward);
  else onward.end(body);
}
