import type { Dispatcher, RequestInit, Response } from "undici";

/** After this a request is given up. */
export const TIMEOUT_MILLISECONDS = 30_000;
let agent: Dispatcher | undefined;

/** `fetch` that uses the environment's proxy, gives up after half a minute, and takes no token to another address. */
export async function proxiedFetch(url: string, init: RequestInit = {}): Promise<Response> {
  // Loaded here, because hardly any stack asks.
  const { EnvHttpProxyAgent, fetch } = await import("undici");
  // Node's own fetch does not use HTTPS_PROXY.
  agent ??= new EnvHttpProxyAgent();
  return fetch(url, {
    ...init,
    // Octokit names both and leaves them undefined.
    redirect: init.redirect ?? "error",
    signal: init.signal ?? AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    dispatcher: agent,
  });
}

/** Why there was no answer, as a fragment. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
