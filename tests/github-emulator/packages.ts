import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../e2e/loopback.js";

/** A manifest on the stand-in, with what GitHub's packages API says of it. */
interface StoredVersion {
  readonly id: number;
  readonly digest: string;
  readonly mediaType: string;
  readonly body: string;
  readonly tags: Set<string>;
  readonly created: Date;
  updated: Date;
}

interface PackageOptions {
  readonly visibility?: "public" | "private";
  /** Full name of the linked repository. Default: none is linked. */
  readonly repository?: string;
}

interface PushOptions {
  readonly tags?: readonly string[];
  /** Days ago. Default: 100. */
  readonly age?: number;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const INDEX = "application/vnd.oci.image.index.v1+json";
export const IMAGE = "application/vnd.oci.image.manifest.v1+json";
const DAY = 24 * 60 * 60 * 1000;

/** What the registry says to who may not push. Recorded by others: devcontainers-extra/features, issue 98. */
export const NOT_LINKED: Reply = {
  status: 403,
  body: { errors: [{ code: "DENIED", message: "permission_denied: write_package" }] },
};

/** One package: what its registry holds, and how GitHub lists it. */
class StandInPackage {
  readonly versions: StoredVersion[] = [];
  /** Manifests that the registry has no more, though GitHub lists them. */
  readonly lost = new Set<string>();
  /** What the registry says to who begins a push. */
  push: Reply = { status: 202 };

  constructor(
    readonly owner: string,
    readonly name: string,
    readonly options: PackageOptions,
    private readonly nextId: () => number,
  ) {}

  /** Adds an image that differs from all others by its name. */
  image(name: string, options: PushOptions = {}): string {
    return this.add(IMAGE, { config: blob(name), layers: [blob("layer")] }, options);
  }

  index(children: readonly string[], options: PushOptions = {}): string {
    const manifests = children.map((digest) => ({ mediaType: IMAGE, digest, size: 1 }));
    return this.add(INDEX, { manifests }, options);
  }

  /** Adds a manifest, and moves its tags to it. */
  private add(mediaType: string, manifest: object, { tags = [], age = 100 }: PushOptions): string {
    const body = JSON.stringify({ schemaVersion: 2, mediaType, ...manifest });
    const digest = digestOf(body);
    const created = new Date(Date.now() - age * DAY);
    created.setMilliseconds(0);
    for (const version of this.versions) for (const tag of tags) version.tags.delete(tag);
    const id = this.nextId();
    this.versions.push({ id, digest, mediaType, body, tags: new Set(tags), created, updated: created });
    return digest;
  }
}

function digestOf(content: string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function blob(name: string): { digest: string; size: number } {
  return { digest: digestOf(name), size: name.length };
}

/**
 * GitHub's packages API and its registry on the loopback device, as far as Slipway uses them. Whatever else is asked
 * makes `stop` fail. Answers are those that GitHub documents or others recorded (docs/verification.md).
 */
export class GithubPackages {
  readonly token = "ghp_secret";
  readonly calls: string[] = [];
  /** Organisations, in lower case. Every other name is a person's. */
  readonly organizations = new Set<string>();
  /** Whose token it is. `undefined`: a workflow's. */
  person: string | undefined;
  /** Answers in place of what follows from the packages: `METHOD /path` → the answer. */
  readonly answers = new Map<string, Reply>();
  /** Sees every call first, and may answer it, or cut the connection. */
  intervene: (call: string) => Reply | "cut" | undefined = () => undefined;
  private readonly packages: StandInPackage[] = [];
  private readonly mistakes: string[] = [];
  private id = 0;

  private constructor(
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(): Promise<GithubPackages> {
    let github: GithubPackages | undefined = undefined;
    const server = createServer((request, response) => {
      github?.serve(request, response);
    });
    const { port, stop } = await listen(server);
    github = new GithubPackages(`http://127.0.0.1:${port}`, stop);
    return github;
  }

  /** @throws Error where something was asked that no test foresaw. */
  async stop(): Promise<void> {
    await this.end();
    if (this.mistakes.length > 0) throw new Error(`nobody answers ${this.mistakes.join(", ")}`);
  }

  /** Forgets everything. */
  reset(): void {
    this.packages.length = 0;
    this.calls.length = 0;
    this.organizations.clear();
    this.answers.clear();
    this.person = undefined;
    this.intervene = () => undefined;
  }

  package(owner: string, name: string, options: PackageOptions = {}): StandInPackage {
    const added = new StandInPackage(owner, name, options, () => ++this.id);
    this.packages.push(added);
    return added;
  }

  get deletions(): readonly string[] {
    return this.calls.filter((call) => call.startsWith("DELETE /orgs") || call.startsWith("DELETE /user"));
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const call = `${request.method ?? ""} ${request.url ?? ""}`;
    this.calls.push(call);
    const reply = this.intervene(call) ?? this.answers.get(call) ?? this.answer(call, request);
    if (reply === "cut") {
      response.destroy();
      return;
    }
    const { status, body, headers } = reply;
    response.writeHead(status, {
      ...(status === 401 && call.includes(" /v2/") && { "www-authenticate": this.challenge }),
      "content-type": typeof body === "string" ? "text/plain" : "application/json; charset=utf-8",
      ...headers,
    });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  private answer(call: string, request: IncomingMessage): Reply {
    if (!this.mayAsk(request)) return { status: 401, body: { message: "Bad credentials", status: "401" } };
    const url = new URL(request.url ?? "", this.url);
    const [, first = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
    if (call.startsWith("GET /token?")) return { status: 200, body: { token: encoded(this.token) } };
    if (first === "v2") return this.registry(request.method ?? "", rest) ?? this.nobody(call);
    if (call === "GET /user") return this.ownAccount();
    if (first === "users" && rest.length === 1) return this.account(rest[0] ?? "");
    return this.api(request.method ?? "", first, rest, url.searchParams) ?? this.nobody(call);
  }

  private mayAsk({ headers: { authorization = "" }, url = "" }: IncomingMessage): boolean {
    if (url.startsWith("/token?")) return authorization === `Basic ${encoded(`slipway:${this.token}`)}`;
    if (url.startsWith("/v2/")) return authorization === `Bearer ${encoded(this.token)}`;
    return authorization === `token ${this.token}`;
  }

  /** Names a repository of nobody's, as GHCR's does. */
  private get challenge(): string {
    return `Bearer realm="${this.url}/token",service="${new URL(this.url).host}",scope="repository:user/image:pull"`;
  }

  private account(login: string): Reply {
    const type = this.organizations.has(login.toLowerCase()) ? "Organization" : "User";
    return { status: 200, body: { login, id: 1, type } };
  }

  private ownAccount(): Reply {
    return this.person === undefined
      ? { status: 403, body: { message: "Resource not accessible by integration", status: "403" } }
      : this.account(this.person);
  }

  /** `/orgs/{owner}/packages/container/{name}/…` and its like for people. */
  private api(
    method: string,
    first: string,
    rest: readonly string[],
    query: URLSearchParams,
  ): Reply | undefined {
    const [owner, ...path] = first === "user" ? [this.person ?? "", ...rest] : rest;
    if (first !== this.placeOf(owner ?? "") && first !== "user") return undefined;
    const [packages, container, name, versions, id] = path;
    if (packages !== "packages" || container !== "container") return undefined;
    const found = this.packages.find((one) => one.owner === owner && one.name === name);
    const missing = { status: 404, body: { message: "Package not found.", status: "404" } };
    if (found === undefined) return missing;
    if (versions === undefined && method === "GET") return { status: 200, body: packageBody(found) };
    if (versions !== "versions") return undefined;
    if (id === undefined && method === "GET") return { status: 200, body: page(found, query) };
    const version = found.versions.find((one) => String(one.id) === id);
    if (version === undefined) return missing;
    if (method === "GET") return { status: 200, body: versionBody(version) };
    return method === "DELETE" ? remove(found, version) : undefined;
  }

  private placeOf(owner: string): string {
    return this.organizations.has(owner.toLowerCase()) ? "orgs" : "users";
  }

  private registry(method: string, [owner, name, what, ...rest]: readonly string[]): Reply | undefined {
    const found = this.packages.find((one) => one.owner.toLowerCase() === owner && one.name === name);
    if (method === "GET" && what === "manifests") {
      const version = found?.versions.find(({ digest }) => digest === rest[0]);
      return version === undefined || found?.lost.has(version.digest) === true
        ? { status: 404, body: { errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] } }
        : { status: 200, body: version.body, headers: { "content-type": version.mediaType } };
    }
    if (what !== "blobs" || rest[0] !== "uploads") return undefined;
    if (method === "POST") {
      const location = `/v2/${owner ?? ""}/${name ?? ""}/blobs/uploads/session-1`;
      return { ...(found?.push ?? { status: 202 }), headers: { location } };
    }
    return method === "DELETE" && rest[1] === "session-1" ? { status: 204 } : undefined;
  }

  private nobody(call: string): Reply {
    this.mistakes.push(call);
    return { status: 500, body: { message: "nobody answers this" } };
  }
}

function encoded(text: string): string {
  return Buffer.from(text).toString("base64");
}

function packageBody({ name, owner, options, versions }: StandInPackage): unknown {
  return {
    id: 1,
    name,
    package_type: "container",
    owner: { login: owner },
    version_count: versions.length,
    visibility: options.visibility ?? "private",
    ...(options.repository !== undefined && { repository: { full_name: options.repository } }),
  };
}

/** Newest first, as GitHub lists them. */
function page({ versions }: StandInPackage, query: URLSearchParams): unknown {
  const size = Number(query.get("per_page") ?? 30);
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  return versions
    .toSorted((a, b) => b.id - a.id)
    .slice(start, start + size)
    .map(versionBody);
}

function versionBody({ id, digest, tags, created, updated }: StoredVersion): unknown {
  const moment = (date: Date) => date.toISOString().replace(".000Z", "Z");
  return {
    id,
    name: digest,
    created_at: moment(created),
    updated_at: moment(updated),
    metadata: { package_type: "container", container: { tags: [...tags] } },
  };
}

/** GitHub refuses to leave a package without a tagged version, or without any (kairos-io/kairos, issue 4723). */
function remove(found: StandInPackage, version: StoredVersion): Reply {
  const others = found.versions.filter((one) => one !== version);
  if (!others.some(({ tags }) => tags.size > 0)) {
    const message =
      "You cannot delete the last tagged version of a package. You must delete the package instead.";
    return { status: 400, body: { message, status: "400" } };
  }
  found.versions.splice(found.versions.indexOf(version), 1);
  return { status: 204 };
}
