import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { RequestError } from "@octokit/request-error";
import Bottleneck from "bottleneck";
import * as v from "valibot";
import { GithubError, type GithubApi } from "./api.js";
import { proxiedFetch, reasonOf } from "../registry/proxied-fetch.js";

const PatientOctokit = Octokit.plugin(retry, throttling);
/** Longer waits are for a person to decide on. */
const MAX_WAIT_SECONDS = 60;

/** GitHub's own client, which repeats what failed on the way and waits where GitHub asks it to. */
export function githubClient({ url, token }: GithubApi): Octokit {
  // GitHub asks for a second between writes, no other host does: an enterprise's own, or the stand-in of the tests.
  const isGithub = new URL(url).hostname === "api.github.com";
  const waits = (seconds: number, _: unknown, __: unknown, retries: number) =>
    seconds <= MAX_WAIT_SECONDS && retries < 2;
  return new PatientOctokit({
    auth: token,
    baseUrl: url,
    userAgent: "slipway",
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: { fetch: proxiedFetch },
    retry: { retryAfterBaseValue: isGithub ? 1000 : 10 },
    throttle: {
      ...(!isGithub && { write: new Bottleneck.Group(), notifications: new Bottleneck.Group() }),
      onRateLimit: waits,
      onSecondaryRateLimit: waits,
    },
  });
}

/**
 * What GitHub answers, checked. `route` and `parameters` are Octokit's.
 *
 * @throws GithubError
 */
export async function ask<Schema extends v.GenericSchema>(
  octokit: Octokit,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const data: unknown = await tell(octokit, route, parameters);
  const result = v.safeParse(schema, data);
  if (!result.success) throw new GithubError(`${route} was answered in an unknown form`);
  return result.output;
}

/**
 * As {@link ask}, where the answer does not matter.
 *
 * @throws GithubError
 */
export async function tell(
  octokit: Octokit,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  try {
    const answer: { readonly data: unknown } = await octokit.request(route, parameters);
    return answer.data;
  } catch (error) {
    throw inWords(error, route);
  }
}

function inWords(error: unknown, route: string): GithubError {
  if (!(error instanceof RequestError)) return new GithubError(`${route} got no answer: ${reasonOf(error)}`);
  if (error.response === undefined) return new GithubError(`${route} got no answer: ${error.message}`);
  const said = error.message.replace(/\.$/, "");
  return new GithubError(`${route} was answered with ${error.status}: ${said}`, error.status);
}

function ignore(): void {
  // Octokit would print warnings of its own among ours.
}
