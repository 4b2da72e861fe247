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

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** An endpoint below `/repos/{owner}/{repo}`. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly needs: Need | undefined;
  readonly answer: (request: Request) => Answer;
  /** Parameters after the question mark. GitHub would overlook any other, so the emulator does not. */
  readonly query: readonly string[];
}

type Need = readonly [Permission, Level];

/**
 * Makes a route. In its path, `{name}` stands for one part, `{name+}` for several, also where the slash between them is
 * escaped. `needs` is what a token needs; `undefined`: metadata, which every token that knows the repository may read.
 */
export function route(
  call: `${Method} ${string}`,
  needs: Need | undefined,
  answer: Route["answer"],
  query: readonly string[] = [],
): Route {
  const [method = "", path = ""] = call.split(" ");
  return { method, path, needs, answer, query };
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
