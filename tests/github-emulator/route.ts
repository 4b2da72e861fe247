import * as v from "valibot";
import { type Answer, unprocessable } from "./answer.js";
import type { Repository } from "./repository.js";
import type { Level, Permission, Token } from "./token.js";

/** Who the tokens belong to. */
export const LOGIN = "slipway-bot";

/** A call of an endpoint by somebody who may make it. */
export interface Request {
  readonly token: Token;
  readonly repository: Repository;
  /** What the path's templates stand for. */
  readonly path: (name: string) => string;
  readonly query: URLSearchParams;
  /** The body as the endpoint takes it. @throws Refused where it is another. */
  readonly body: <S extends v.GenericSchema>(schema: S) => v.InferOutput<S>;
  /** The address of something below the API's root. */
  readonly url: (path: string) => string;
}

/** An endpoint below `/repos/{owner}/{repo}`. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** `{name}` stands for one part, `{name+}` for several, also where the slash between them is escaped. */
  readonly path: string;
  /** Where GitHub documents it, below docs.github.com/rest. */
  readonly documentation: string;
  /** What a token needs. None: metadata, which every token that knows the repository may read. */
  readonly needs?: readonly [Permission, Level];
  /** Parameters after the question mark. GitHub would overlook any other, so the emulator does not. */
  readonly query?: readonly string[];
  readonly answer: (request: Request) => Answer;
}

/** What the templates of a route stand for in a path, or `undefined` where it is another. */
export function match(route: Route, method: string, path: string): Map<string, string> | undefined {
  if (route.method !== method) return undefined;
  const names: string[] = [];
  const pattern = route.path.replace(/\{(\w+)(\+?)\}/g, (_, name: string, several: string) => {
    names.push(name);
    return several === "" ? "([^/]+)" : "(.+)";
  });
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (found === null) return undefined;
  return new Map(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
}

/** Reads a body with a schema; mistakes are said in GitHub's words. */
export function readBody<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw unprocessable(`Invalid request.\n\n${result.issues.map(complaint).join("\n")}`);
}

function complaint(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? "";
  const key = path.split(".").at(-1) ?? "";
  if (issue.expected === "never") return `"${key}" is not a permitted key.`;
  if (issue.input === undefined) return `"${key}" wasn't supplied.`;
  return `For 'properties/${path.replaceAll(".", "/")}', ${JSON.stringify(issue.input)} is not ${issue.expected ?? "valid"}.`;
}

/** One page of a list, with the links by which GitHub leads to the others. */
export function page<T>(
  items: readonly T[],
  request: Request,
  path: string,
): { readonly items: readonly T[]; readonly headers: Record<string, string> } {
  const size = Math.min(Number(request.query.get("per_page") ?? 30), 100);
  const number = Number(request.query.get("page") ?? 1);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set("page", String(to));
    return `<${request.url(path)}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
    ...(number > 1 ? [link(1, "first"), link(number - 1, "prev")] : []),
  ];
  return {
    items: items.slice((number - 1) * size, number * size),
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}
