import { EnvHttpProxyAgent, interceptors, type Dispatcher, type RetryHandler } from "undici";

/**
 * Connections that repeat what failed in passing: three times, after a pause that triples. Goes by the environment's
 * proxy. Both options are undici's.
 *
 * @returns the connections to use for an address.
 */
export function retryingAgent(
  retry: RetryHandler.RetryOptions,
  connection: EnvHttpProxyAgent.Options = {},
): (url: string) => Dispatcher {
  const agentWith = (pauseMilliseconds: number) =>
    new EnvHttpProxyAgent(connection).compose(
      interceptors.retry({
        maxRetries: 3,
        minTimeout: pauseMilliseconds,
        timeoutFactor: 3,
        throwOnError: false,
        ...retry,
      }),
    );
  const patient = agentWith(1000);
  // A registry on this machine has nothing to recover from.
  const hasty = agentWith(5);
  return (url) => (new URL(url).hostname === "127.0.0.1" ? hasty : patient);
}
