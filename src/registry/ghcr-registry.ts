import type { Response } from "undici";
import * as v from "valibot";
import { GithubError, type GithubApi } from "../github/api.js";
import { proxiedFetch, reasonOf } from "./proxied-fetch.js";
import { retryingAgent } from "./retrying-agent.js";

/** What a registry said. */
export interface RegistryAnswer {
  readonly status: number;
  /** Empty where it named none. */
  readonly mediaType: string;
  /** Where to go on, as it stands in the answer. */
  readonly location: string | undefined;
  readonly body: Uint8Array;
}

/** One repository of a registry. Takes a path below it; throws GithubError where there was no answer. */
export type Registry = (
  method: "GET" | "POST" | "DELETE",
  path: string,
  accept?: readonly string[],
) => Promise<RegistryAnswer>;

/** The most that is read of an answer. No registry has to take a larger manifest (OCI distribution specification 1.1). */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Uploads are begun once. */
const agentFor = retryingAgent({ methods: ["GET"] });
const tokenAnswer = v.object({ token: v.pipe(v.string(), v.nonEmpty()) });

/**
 * A repository of GHCR, by its whole name. GHCR gives a token to whoever asks, whatever `rights` are asked for, and
 * decides at each request; so to have one says nothing.
 */
export function ghcr(api: GithubApi, repository: string, rights: "pull" | "pull,push"): Registry {
  let token: Promise<string> | undefined;
  return async (method, path, accept) => {
    const headers = accept === undefined ? {} : { accept: accept.join(", ") };
    const send = async (): Promise<RegistryAnswer> => {
      token ??= logIn(api, repository, rights);
      return request(`${api.url}/v2/${repository}/${path}`, method, {
        authorization: `Bearer ${await token}`,
        ...headers,
      });
    };
    const answer = await send();
    if (answer.status !== 401) return answer;
    // Tokens live for minutes.
    token = undefined;
    return send();
  };
}

async function logIn({ url, token }: GithubApi, repository: string, rights: string): Promise<string> {
  const { host } = new URL(url);
  const query = new URLSearchParams({ service: host, scope: `repository:${repository}:${rights}` });
  // The name counts for nothing here.
  const credentials = Buffer.from(`slipway:${token}`).toString("base64");
  const { status, body } = await request(`${url}/token?${query.toString()}`, "GET", {
    authorization: `Basic ${credentials}`,
  });
  if (status !== 200) throw new GithubError(`${url} answered ${status} to a login`, status);
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), tokenAnswer), Buffer.from(body).toString());
  if (!result.success) throw new GithubError(`${url} answered a login in an unknown form`);
  return result.output.token;
}

async function request(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<RegistryAnswer> {
  try {
    const response = await proxiedFetch(
      url,
      { method, headers: { ...headers, "user-agent": "slipway" } },
      agentFor(url),
    );
    return {
      status: response.status,
      mediaType: (response.headers.get("content-type") ?? "").replace(/;.*/s, "").trim(),
      location: response.headers.get("location") ?? undefined,
      body: await bodyOf(response),
    };
  } catch (error) {
    if (error instanceof GithubError) throw error;
    throw new GithubError(`no response from ${new URL(url).origin}: ${reasonOf(error)}`);
  }
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    if (!(part instanceof Uint8Array)) continue;
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new GithubError(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
