import { errors, type Response } from "undici";
import * as v from "valibot";
import { isSafeAddress } from "./connection-problems.js";
import { proxiedFetch, reasonOf } from "./proxied-fetch.js";
import { retryingAgent } from "./retrying-agent.js";
import type { BearerChallenge } from "./bearer-challenge.js";

/** Why a registry gave nothing that helps. */
export type LookupError =
  /** `host` answered with another status than 200; `retryAfter` is what it asks for, as it stands in the answer. */
  | {
      readonly kind: "refused";
      readonly host: string;
      readonly status: number;
      readonly retryAfter: string | undefined;
    }
  /** No answer, or one that no registry gives. `because` is a fragment. */
  | { readonly kind: "unknown"; readonly host: string; readonly because: string };

/** Ends a visit to a registry. */
export class VisitEnded extends Error {
  override readonly name = "VisitEnded";

  constructor(readonly error: LookupError) {
    super(error.kind);
  }
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  /** Whoever answered in the end, a registry that this one points to. */
  readonly host: string;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
}

/** The most that is read. No registry has to take a larger manifest (OCI distribution specification 1.1). */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * A limit of requests lasts for minutes or hours, so 429 is told and not repeated. The last failure is thrown, because
 * without that undici never ends a HEAD that fails.
 */
const agentFor = retryingAgent(
  { methods: ["GET", "HEAD"], statusCodes: [500, 502, 503, 504], throwOnError: true },
  { maxResponseSize: MAX_ANSWER_BYTES },
);

const bearer = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));
/** Some registries call it so, some otherwise, and Docker Hub both. */
const tokenAnswer = v.union([v.object({ token: bearer }), v.object({ access_token: bearer })]);

/**
 * Asks as a visitor without an account. What fails in passing is repeated; after half a minute it is given up.
 *
 * @throws VisitEnded where there was no answer, or it came in the clear from another machine.
 */
export async function visit(
  method: "GET" | "HEAD",
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { host } = new URL(url);
  const ended = (because: string) => new VisitEnded({ kind: "unknown", host, because });
  if (!isSafeAddress(url)) throw ended(`a way to ${url}, which is not https`);
  let answer: Response;
  let body: Uint8Array;
  try {
    const init = { method, headers: { ...headers, "user-agent": "slipway" }, redirect: "follow" as const };
    answer = await proxiedFetch(url, init, agentFor(url));
    body = await answer.bytes();
  } catch (error) {
    const failure = error instanceof Error ? error.cause : undefined;
    if (failure instanceof errors.RequestRetryError) {
      throw new VisitEnded({ kind: "refused", host, status: failure.statusCode, retryAfter: undefined });
    }
    throw ended(`no answer: ${reasonOf(error)}`);
  }
  if (!isSafeAddress(answer.url)) throw ended(`a way to ${answer.url}, which is not https`);
  return {
    status: answer.status,
    host: new URL(answer.url).host,
    header: (name) => answer.headers.get(name) ?? undefined,
    body,
  };
}

/**
 * The token that a registry gives to every visitor who asks where it says.
 *
 * @param scope What it is for, where the challenge does not say.
 * @throws VisitEnded
 */
export async function visitorToken(challenge: BearerChallenge, scope: string): Promise<string> {
  const url = new URL(challenge.realm);
  if (challenge.service !== undefined) url.searchParams.set("service", challenge.service);
  url.searchParams.set("scope", challenge.scope ?? scope);
  const answer = await visit("GET", url.href);
  if (answer.status !== 200) throw refusedBy(answer);
  const text = Buffer.from(answer.body).toString();
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), tokenAnswer), text);
  if (success) return "token" in output ? output.token : output.access_token;
  throw new VisitEnded({ kind: "unknown", host: answer.host, because: "a token in an unknown form" });
}

/** What ends a visit because of the status of an answer. */
export function refusedBy({ host, status, header }: Answer): VisitEnded {
  return new VisitEnded({ kind: "refused", host, status, retryAfter: header("retry-after") });
}
