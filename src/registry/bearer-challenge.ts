/** Where a registry sends a visitor for a token (RFC 6750; Docker's token authentication). */
export interface BearerChallenge {
  readonly realm: string;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

const CHALLENGE = /(?:^|,)\s*Bearer\s+(?<parameters>.*)$/i;
const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/g;

/** Reads a `WWW-Authenticate` header; `undefined` where it asks for no bearer token, or says not where to get one. Pure. */
export function bearerChallenge(header: string): BearerChallenge | undefined {
  const { parameters = "" } = CHALLENGE.exec(header)?.groups ?? {};
  const found = new Map(
    [...parameters.matchAll(PARAMETER)].map(([, name = "", quoted, plain]) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, "$1") ?? plain,
    ]),
  );
  const realm = found.get("realm");
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  return { realm, service: found.get("service"), scope: found.get("scope") };
}
