import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { OCI_INDEX } from "../../../src/registry/media-types.js";
import { type Listening, listen } from "../../e2e/loopback.js";

/** A registry on this machine that gives tokens to visitors, and knows digests of tags. */
export interface Registry {
  /** `127.0.0.1:PORT`, to begin the names of images with. */
  readonly host: string;
  /** What was asked of it: method and path, with what it was shown. */
  readonly asked: readonly string[];
  readonly stop: Listening["stop"];
}

/** Answers in place of the registry where it returns true. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Starts one.
 *
 * @param tags `repository:tag` → digest; what changes in it has changed in the registry.
 */
export async function registry(
  tags: ReadonlyMap<string, string>,
  answering: Answering = () => false,
): Promise<Registry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push([method, url, headers.authorization].filter(Boolean).join(" "));
    if (!answering(request, response)) answer(tags, host, request, response);
  });
  const { port, stop } = await listen(server);
  const host = `127.0.0.1:${port}`;
  return { host, asked, stop };
}

/** Starts one that answers for the repository `shop` by path, and wants a login at its root alone. */
export async function labelRegistry(answers: Readonly<Record<string, unknown>>): Promise<Registry> {
  return registry(new Map(), ({ url = "" }, response) => {
    const body = answers[url.replace("/v2/shop/", "")];
    const status = url === "/v2/" ? 401 : body === undefined ? 404 : 200;
    return Boolean(response.writeHead(status).end(JSON.stringify(body)));
  });
}

function answer(
  tags: ReadonlyMap<string, string>,
  host: string,
  { url = "", headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(url, `http://${host}`);
  if (pathname === "/token") {
    response.end(JSON.stringify({ token: `for-${searchParams.get("scope") ?? ""}` }));
    return;
  }
  const [, repository = "", tag = ""] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(pathname) ?? [];
  const scope = `repository:${repository}:pull`;
  if (headers.authorization !== `Bearer for-${scope}`) {
    const challenge = `Bearer realm="http://${host}/token",service="${host}",scope="${scope}"`;
    response.writeHead(401, { "www-authenticate": challenge }).end();
    return;
  }
  const digest = tags.get(`${repository}:${tag}`);
  if (digest === undefined || !(headers.accept ?? "").split(", ").includes(OCI_INDEX)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": OCI_INDEX, "docker-content-digest": digest }).end();
}
