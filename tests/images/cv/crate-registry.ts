import { createServer, type RequestListener } from "node:http";
import { listen } from "../../e2e/loopback.js";
import { hostAddress } from "../throwaway-docker.js";
import type { Crate } from "./small-project.js";

/** A server on this machine's loopback device, as the steps of a build reach it. */
export interface LoopbackServer {
  /** `http://…`, without a slash at the end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts one. */
export async function startServer(listener: RequestListener): Promise<LoopbackServer> {
  const { port, stop } = await listen(createServer(listener));
  return { url: `http://${hostAddress}:${port}`, stop };
}

/** What a registry does wrong. */
export interface Faults {
  /** How many builds it refuses before it answers. */
  readonly refusals?: number;
  /** Knows the crate, but has no archive of it. */
  readonly withoutArchives?: boolean;
}

/** Starts a registry of one crate, by the sparse protocol. */
export function startRegistry(crate: Crate, faults: Faults = {}): Promise<LoopbackServer> {
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
  return startServer((request, response) => {
    const body = answer(request.url, request.headers.host ?? "");
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
}
