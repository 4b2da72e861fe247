import { EnvHttpProxyAgent, fetch, type Dispatcher, type RequestInit, type Response } from "undici";

/** Node's own fetch does not go by HTTPS_PROXY. */
const agent = new EnvHttpProxyAgent();
const TIMEOUT_MILLISECONDS = 30_000;

/** `fetch` that goes by the environment's proxy, gives up after half a minute, and follows nobody with a token. */
export function proxiedFetch(
  url: string,
  init: RequestInit = {},
  dispatcher: Dispatcher = agent,
): Promise<Response> {
  return fetch(url, {
    ...init,
    // Octokit names both and leaves them undefined.
    redirect: init.redirect ?? "error",
    signal: init.signal ?? AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    dispatcher,
  });
}

/** Why there was no answer, as a fragment. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
