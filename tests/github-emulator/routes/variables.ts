import * as v from "valibot";
import { conflict, created, NO_CONTENT, notFound, ok } from "../answer.js";
import { type Request, route, type Route } from "../route.js";
import type { Variable } from "../settings.js";

const READ = ["actions_variables", "read"] as const;
const WRITE = ["actions_variables", "write"] as const;

const newVariable = v.strictObject({ name: v.string(), value: v.string() });

/** Variables of GitHub Actions. GitHub keeps their names in upper case. */
export const variables: readonly Route[] = [
  route("GET /actions/variables/{name}", READ, (request) => {
    const { value, createdAt } = named(request);
    const at = createdAt.toISOString();
    return ok({ name: nameOf(request), value, created_at: at, updated_at: at });
  }),
  route("POST /actions/variables", WRITE, ({ body, repository }) => {
    const { name, value } = body(newVariable);
    const { variables: all } = repository.settings;
    if (all.has(name.toUpperCase())) throw conflict("Already exists - Variable already exists");
    all.set(name.toUpperCase(), { value, createdAt: new Date() });
    return created({});
  }),
  route("DELETE /actions/variables/{name}", WRITE, (request) => {
    named(request);
    request.repository.settings.variables.delete(nameOf(request));
    return NO_CONTENT;
  }),
];

function nameOf({ path }: Request): string {
  return path("name").toUpperCase();
}

function named(request: Request): Variable {
  const variable = request.repository.settings.variables.get(nameOf(request));
  if (variable === undefined) throw notFound();
  return variable;
}
