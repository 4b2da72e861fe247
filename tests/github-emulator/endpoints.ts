import type { IncomingHttpHeaders } from "node:http";
import { type Answer, notFound, ok, Refused } from "./answer.js";
import type { Repository } from "./repository.js";
import { match, readBody, type Route } from "./route.js";
import { gitDatabase } from "./routes/git-database.js";
import { environments } from "./routes/environments.js";
import { pullRequests } from "./routes/pull-requests.js";
import { repositories } from "./routes/repositories.js";
import { rulesets } from "./routes/rulesets.js";
import { settings } from "./routes/settings.js";
import { variables } from "./routes/variables.js";
import type { Token } from "./token.js";

const ROUTES: readonly Route[] = [
  ...repositories,
  ...gitDatabase,
  ...pullRequests,
  ...settings,
  ...rulesets,
  ...environments,
  ...variables,
];

/** A call that arrived whole. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The one it came with, also if it expired. */
  readonly token: Token | undefined;
  readonly body: unknown;
}

/** The repository that a path is about, and what of the path is behind its name. */
interface Addressed {
  readonly repository: Repository;
  readonly rest: string;
  /** Whether the path has a name that the repository bore before. */
  readonly formerly: boolean;
}

interface Found {
  readonly route: Route;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Who may call what, and which endpoint answers. */
export class Endpoints {
  constructor(
    private readonly root: string,
    private readonly all: readonly Repository[],
    /** Told of what GitHub would take without a word and Slipway should not send. */
    private readonly complain: (mistake: string) => void,
  ) {}

  answer(received: Received): Answer {
    const { method, path, token } = received;
    const { pathname, searchParams: query } = new URL(path, this.root);
    const [, login] = /^\/(?:users|orgs)\/([^/]+)$/.exec(pathname) ?? [];
    if (method === "GET" && login !== undefined) return this.account(login);
    const at = this.addressed(pathname);
    const found = this.find(method, at?.rest ?? withoutRepository(pathname), query);
    const headers = token?.headers(found?.route.needs?.join("="));
    try {
      refuseHeaders(received);
      if (token?.isGood !== true) throw refusedToken(received);
      if (at === undefined || found === undefined) throw notFound();
      if (at.formerly) return this.moved(at);
      const { needs } = found.route;
      if (needs !== undefined && !token.may(...needs)) throw token.lacks();
      const answer = found.route.answer({
        token,
        repository: at.repository,
        query,
        path: (name) => found.parameters.get(name) ?? "",
        body: (schema) => readBody(schema, received.body),
        url: (below) => this.root + below,
      });
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof Refused)) {
        this.complain(`${method} ${path}: ${String(error)}`);
        return { status: 500, body: { message: String(error) } };
      }
      const refusal = error.answer();
      return { ...refusal, headers: { ...headers, ...refusal.headers } };
    }
  }

  private addressed(path: string): Addressed | undefined {
    const [, id, behindId = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
    const byId = this.all.find((repository) => String(repository.id) === id);
    if (byId !== undefined) return { repository: byId, rest: behindId, formerly: false };
    const [, name = "", rest = ""] = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(path) ?? [];
    const isName = (known: string) => known.toLowerCase() === name.toLowerCase();
    const byName = this.all.find(({ fullName }) => isName(fullName));
    if (byName !== undefined) return { repository: byName, rest, formerly: false };
    const renamed = this.all.find(({ formerNames }) => formerNames.some(isName));
    return renamed && { repository: renamed, rest, formerly: true };
  }

  private find(method: string, path: string, query: URLSearchParams): Found | undefined {
    for (const route of ROUTES) {
      const parameters = match(route, method, path);
      if (parameters === undefined) continue;
      const unknown = [...query.keys()].filter((key) => !route.query.includes(key));
      for (const key of unknown) this.complain(`${method} ${path}: parameter ${key} is not emulated`);
      return { route, parameters };
    }
    this.complain(`${method} ${path} is not emulated`);
    return undefined;
  }

  /** Everybody may know of an account, also without a token. */
  private account(login: string): Answer {
    const known = this.all.find(({ owner }) => owner.toLowerCase() === login.toLowerCase());
    if (known === undefined) return notFound().answer();
    return ok({ login: known.owner, id: 1, type: "Organization" });
  }

  private moved({ repository, rest }: Addressed): Answer {
    const url = `${this.root}/repositories/${repository.id}${rest}`;
    return { status: 301, headers: { location: url }, body: { message: "Moved Permanently", url } };
  }
}

/** What is behind the name of a repository, whether or not there is one of that name. */
function withoutRepository(path: string): string {
  return path.replace(/^\/repos\/[^/]+\/[^/]+/, "");
}

/** @throws Refused as GitHub does for what every call must say. */
function refuseHeaders({ headers }: Received): void {
  if (headers["user-agent"] === undefined) {
    throw new Refused(403, "Request forbidden by administrative rules.");
  }
  const version = headers["x-github-api-version"];
  if (version !== undefined && version !== "2022-11-28") {
    throw new Refused(400, `${String(version)} is not a supported version of the API.`);
  }
}

/** GitHub does not tell an expired token from a wrong one. */
function refusedToken({ headers }: Received): Refused {
  return new Refused(
    401,
    headers.authorization === undefined ? "Requires authentication" : "Bad credentials",
  );
}
