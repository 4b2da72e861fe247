import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { RequestError } from "@octokit/request-error";
import Bottleneck from "bottleneck";
import * as v from "valibot";
import { GithubError, type GithubApi } from "./api.js";
import { proxiedFetch, reasonOf } from "../registry/proxied-fetch.js";

const PatientOctokit = Octokit.plugin(retry, throttling);
/** Whether to wait longer is for a person to decide. */
const MAX_WAIT_SECONDS = 60;

/** GitHub's official client. It retries network failures and waits for rate limits. */
export function githubClient({ url, token }: GithubApi): Octokit {
  // Only github.com asks for a second between writes; an enterprise server or the tests' fake does not.
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
 * GitHub's response, validated. `route` and `parameters` are Octokit's.
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
  if (!result.success) throw new GithubError(`${route}: unexpected response body`);
  return result.output;
}

/**
 * As {@link ask}, for a response whose content does not matter.
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
  if (!(error instanceof RequestError)) return new GithubError(`${route}: no response: ${reasonOf(error)}`);
  if (error.response === undefined) return new GithubError(`${route}: no response: ${error.message}`);
  const said = error.message.replace(/\.$/, "");
  return new GithubError(`${route}: status ${error.status}: ${said}`, error.status);
}

function ignore(): void {
  // Octokit would print warnings of its own among ours.
}
