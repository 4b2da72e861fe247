import { setTimeout as pause } from "node:timers/promises";
import type { Response } from "undici";
import * as v from "valibot";
import { bearerChallenge } from "./bearer-challenge.js";
import { isSafeAddress } from "./connection-problems.js";
import { proxiedFetch, reasonOf, TIMEOUT_MILLISECONDS } from "./proxied-fetch.js";
import { RegistryError } from "./lookup-error.js";
import { isThisMachine } from "./this-machine.js";

/** What to log in to a registry with. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A repository of a registry, and who asks. */
export interface RepositoryAccess {
  /** The registry's address, without a slash at the end; see {@link registryUrl}. */
  readonly url: string;
  /** `library/rust`. */
  readonly repository: string;
  /** Default: a visitor without an account. */
  readonly credentials?: Credentials | undefined;
  /** What to ask a token for. A registry may give the token and refuse the request. Default: pull. */
  readonly actions?: "pull" | "pull,push";
}

/** What a registry said, whatever the status. */
export interface RegistryAnswer {
  readonly status: number;
  /** Whoever answered in the end, a registry that this one points to. */
  readonly host: string;
  /** Without parameters; empty where it named none. */
  readonly mediaType: string;
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

type Method = "GET" | "HEAD" | "POST" | "DELETE";

/** Asks for a path below `/v2/<repository>/`. @throws RegistryError where there was no answer. */
export type RepositoryClient = (
  method: Method,
  path: string,
  accept?: readonly string[],
) => Promise<RegistryAnswer>;

/** The most that is read of an answer. No registry has to take a larger manifest (OCI distribution specification 1.1). */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_ATTEMPTS = 4;
/** A limit of requests that lasts for longer is for a person to decide on. */
const MAX_RETRY_AFTER_SECONDS = 10;

const bearer = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));
/** Some registries call it so, some otherwise, and Docker Hub both. */
const tokenAnswer = v.union([v.object({ token: bearer }), v.object({ access_token: bearer })]);

/** Where a registry is: in the clear on this machine, as Docker does it, and nowhere else. `host` as in image names. */
export function registryUrl(host: string): string {
  return `${isThisMachine(host) ? "http" : "https"}://${host}`;
}

/**
 * A client of one repository, by the OCI distribution specification. Logs in as the registry demands, with a bearer token
 * or the credentials themselves, and again when that has expired. Repeats what failed in passing.
 */
export function repositoryClient(access: RepositoryAccess): RepositoryClient {
  const { url, repository, credentials } = access;
  let login: Promise<string | undefined> | undefined;
  return async (method, path, accept) => {
    const send = async (authorization: string | undefined) =>
      exchange(method, `${url}/v2/${repository}/${path}`, {
        ...(accept !== undefined && { accept: accept.join(", ") }),
        ...(authorization !== undefined && { authorization }),
      });
    // Visitors often need no token. With an account, nothing is begun before the login.
    login ??=
      credentials === undefined
        ? Promise.resolve(undefined)
        : exchange("GET", `${url}/v2/`).then((answer) => logIn(answer, access));
    const used = login;
    const answer = await send(await used);
    if (answer.status !== 401) return answer;
    // Tokens live for minutes. The first request that is refused gets another one for all.
    if (login === used) login = logIn(answer, access);
    const authorization = await login;
    return authorization === undefined ? answer : send(authorization);
  };
}

/** The `Authorization` that a refusal demands; `undefined` where it demands none that could be had. */
async function logIn(
  { status, header }: RegistryAnswer,
  { repository, credentials, actions = "pull" }: RepositoryAccess,
): Promise<string | undefined> {
  if (status !== 401) return undefined;
  const basic =
    credentials &&
    `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  const challenge = bearerChallenge(header("www-authenticate") ?? "");
  if (challenge === undefined) return basic;
  const url = new URL(challenge.realm);
  if (challenge.service !== undefined) url.searchParams.set("service", challenge.service);
  // GHCR names a repository of nobody's until it is asked for one.
  const asked = credentials === undefined ? challenge.scope : undefined;
  url.searchParams.set("scope", asked ?? `repository:${repository}:${actions}`);
  const answer = await exchange("GET", url.href, basic === undefined ? {} : { authorization: basic });
  if (answer.status !== 200) throw refusedBy(answer);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), tokenAnswer), answer.body.toString());
  if (!parsed.success) throw unknown(url.href, "a token in an unknown form");
  return `Bearer ${"token" in parsed.output ? parsed.output.token : parsed.output.access_token}`;
}

/** The error that an answer's status stands for. */
export function refusedBy({ host, status, header }: RegistryAnswer): RegistryError {
  return new RegistryError({ kind: "refused", host, status, retryAfter: header("retry-after") });
}

/** Sends a request, again where that may help. Nothing goes over the network in the clear. */
async function exchange(
  method: Method,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RegistryAnswer> {
  if (!isSafeAddress(url)) throw unknown(url, `a way to ${url}, which is not https`);
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const isRead = method === "GET" || method === "HEAD";
  // A registry on this machine has nothing to recover from.
  const firstPause = isThisMachine(new URL(url).host) ? 5 : 1000;
  for (let attempt = 1; ; attempt++) {
    const isLast = !isRead || attempt === MAX_ATTEMPTS;
    let wait = firstPause * 3 ** (attempt - 1);
    try {
      const response = await proxiedFetch(url, {
        method,
        headers: { ...headers, "user-agent": "slipway" },
        redirect: isRead ? "follow" : "error",
        signal,
      });
      const repeatAfter = retryMilliseconds(response, wait);
      if (isLast || repeatAfter === undefined) return await answerOf(response);
      wait = repeatAfter;
      await response.body?.cancel();
    } catch (error) {
      if (error instanceof RegistryError) throw error;
      if (isLast || signal.aborted) throw unknown(url, `no answer: ${reasonOf(error)}`);
    }
    await pause(wait);
  }
}

/** How long to wait before the request is repeated; `undefined` where the answer would be the same. */
function retryMilliseconds({ status, headers }: Response, usual: number): number | undefined {
  if ([500, 502, 503, 504].includes(status)) return usual;
  const seconds = /^\d+$/.exec(headers.get("retry-after") ?? "")?.[0];
  if (status !== 429 || seconds === undefined || Number(seconds) > MAX_RETRY_AFTER_SECONDS) return undefined;
  return Number(seconds) * 1000;
}

async function answerOf(response: Response): Promise<RegistryAnswer> {
  const { status, url, headers } = response;
  if (!isSafeAddress(url)) throw unknown(url, `a way to ${url}, which is not https`);
  return {
    status,
    host: new URL(url).host,
    mediaType: (headers.get("content-type") ?? "").replace(/;.*/s, "").trim(),
    header: (name) => headers.get(name) ?? undefined,
    body: await bodyOf(response),
  };
}

async function bodyOf(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    if (!(part instanceof Uint8Array)) continue;
    length += part.length;
    if (length > MAX_ANSWER_BYTES)
      throw unknown(response.url, `an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function unknown(url: string, because: string): RegistryError {
  return new RegistryError({ kind: "unknown", host: new URL(url).host, because });
}
