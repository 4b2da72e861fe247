import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hostAddress } from "../throwaway-docker.js";
import type { Crate } from "./small-project.js";

/** A server on this machine's loopback device, as the steps of a build reach it. */
export class LoopbackServer {
  private constructor(
    private readonly server: Server,
    /** `http://…`, without a slash at the end. */
    readonly url: string,
  ) {}

  static async start(listener: RequestListener): Promise<LoopbackServer> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return new LoopbackServer(server, `http://${hostAddress}:${port}`);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** What a registry does wrong. */
export interface Faults {
  /** How many builds it refuses before it answers. */
  readonly refusals?: number;
  /** Takes every request and never answers. */
  readonly silent?: boolean;
  /** Knows the crate, but has no archive of it. */
  readonly withoutArchives?: boolean;
}

/** Starts a registry of one crate, by the sparse protocol. */
export async function startRegistry(crate: Crate, faults: Faults = {}): Promise<LoopbackServer> {
  let refusals = faults.refusals ?? 0;
  const index = {
    name: "greeting",
    vers: "1.0.0",
    deps: [],
    cksum: crate.checksum,
    features: {},
    yanked: false,
  };
  const answer = (url: string | undefined, host: string): string | Buffer | undefined => {
    // With this request a build begins. Cargo itself does not ask a second time after 404.
    if (url === "/index/config.json" && refusals-- <= 0)
      return JSON.stringify({ dl: `http://${host}/crates` });
    if (url === "/index/gr/ee/greeting") return `${JSON.stringify(index)}\n`;
    if (url === "/crates/greeting/1.0.0/download" && !faults.withoutArchives) return crate.archive;
    return undefined;
  };
  return LoopbackServer.start((request, response) => {
    if (faults.silent) return;
    const body = answer(request.url, request.headers.host ?? "");
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
}
