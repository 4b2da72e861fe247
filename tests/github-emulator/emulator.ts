import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../e2e/loopback.js";
import type { Answer } from "./answer.js";
import { Endpoints } from "./endpoints.js";
import { type Fault, primaryRateLimit, secondaryRateLimit, serverError } from "./faults.js";
import { Repository, type RepositoryOptions } from "./repository.js";
import { Token, type TokenOptions } from "./token.js";

/** A call as it came in. */
export interface Call {
  /** Counts from 1. */
  readonly index: number;
  readonly method: string;
  /** With what stands behind the question mark, as it was sent. */
  readonly path: string;
  /** {@link Token.id}; `undefined` where none was sent, or none that the emulator gave out. */
  readonly token: string | undefined;
  readonly body: unknown;
  /** What it was answered; `undefined` for a connection that was cut. */
  status?: number;
}

/** Decides, before a call takes effect, what goes wrong with it; or does meanwhile what a person might. */
export type Intervention = (call: Call) => Fault | undefined | Promise<Fault | undefined>;

/**
 * GitHub's REST API on the loopback device, as far as Slipway uses it, and no further: a call that is not emulated makes
 * {@link stop} fail. It also answers below `/api/v3`, where GitHub Enterprise Server has its API.
 */
export class GitHub {
  readonly calls: Call[] = [];
  /** Sees every call; default: nothing goes wrong. */
  intervene: Intervention = () => undefined;
  private readonly repositories: Repository[] = [];
  private readonly tokens: Token[] = [];
  /** Calls that Slipway should not make, for {@link stop}. */
  private readonly mistakes: string[] = [];
  private readonly endpoints: Endpoints;
  private clock = Date.now();

  private constructor(
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {
    this.endpoints = new Endpoints(url, this.repositories, (mistake) => this.mistakes.push(mistake));
  }

  static async start(): Promise<GitHub> {
    let github: GitHub | undefined = undefined;
    const server = createServer((request, response) => {
      void github?.serve(request, response);
    });
    const { port, stop } = await listen(server);
    github = new GitHub(`http://127.0.0.1:${port}`, stop);
    return github;
  }

  /** Adds a repository, e.g. "acme/shop". */
  repository(fullName: string, options: RepositoryOptions = {}): Repository {
    const id = this.repositories.length + 1;
    const repository = new Repository(id, fullName, options, () => this.now());
    this.repositories.push(repository);
    return repository;
  }

  /** Gives out a token. */
  token(options: TokenOptions): Token {
    const id = `token-${this.tokens.length + 1}`;
    const token = new Token(id, `github_pat_${id}_${"x".repeat(20)}`, options);
    this.tokens.push(token);
    return token;
  }

  /** The calls that would have changed something. */
  get writes(): readonly Call[] {
    return this.calls.filter(({ method }) => method !== "GET");
  }

  /** Ends it. @throws Error where a call was made that is not emulated, or could not be. */
  async stop(): Promise<void> {
    await this.end();
    if (this.mistakes.length > 0) throw new Error(`the GitHub emulator saw:\n${this.mistakes.join("\n")}`);
  }

  /** Later at each call, so that nothing has two things happen at one time. */
  private now(): Date {
    this.clock = Math.max(this.clock + 1, Date.now());
    return new Date(this.clock);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await this.received(request);
    const fault = await this.intervene(call);
    if (fault?.kind === "delay") await sleep(fault.milliseconds);
    const answer = this.withFault(fault, request, call);
    if (answer === undefined) {
      response.destroy();
      return;
    }
    call.status = answer.status;
    send(response, answer);
  }

  private async received(request: IncomingMessage): Promise<Call> {
    const body = await text(request);
    const call: Call = {
      index: this.calls.length + 1,
      method: request.method ?? "",
      path: (request.url ?? "").replace(/^\/api\/v3(?=\/)/, ""),
      token: this.tokenOf(request)?.id,
      body: body === "" ? undefined : parsed(body),
    };
    this.calls.push(call);
    return call;
  }

  /** `undefined` where the connection is cut. */
  private withFault(fault: Fault | undefined, request: IncomingMessage, call: Call): Answer | undefined {
    switch (fault?.kind) {
      case undefined:
      case "delay":
        return this.answer(request, call);
      case "reset":
        return undefined;
      case "lost reply":
        this.answer(request, call);
        return undefined;
      case "server error":
        if (fault.done) this.answer(request, call);
        return serverError(fault.status);
      case "primary rate limit":
        return primaryRateLimit(fault.status, fault.reset, call.token ?? "").answer();
      case "secondary rate limit":
        return secondaryRateLimit(fault.status, fault.retryAfter).answer();
      case "token expires":
        this.tokenOf(request)?.expire();
        return this.answer(request, call);
    }
  }

  private answer(request: IncomingMessage, call: Call): Answer {
    const answer = this.endpoints.answer({
      method: call.method,
      path: call.path,
      headers: request.headers,
      token: this.tokenOf(request),
      body: call.body,
    });
    return {
      ...answer,
      headers: { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4999", ...answer.headers },
    };
  }

  private tokenOf({ headers }: IncomingMessage): Token | undefined {
    const [, secret] = /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? "") ?? [];
    return this.tokens.find((token) => token.secret === secret);
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": isText ? "text/html" : "application/json; charset=utf-8",
    ...headers,
  });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}
