import * as v from "valibot";
import { conflict, created, NO_CONTENT, notFound, ok } from "../answer.js";
import type { Request, Route } from "../route.js";
import type { Variable } from "../settings.js";

const READ = ["actions_variables", "read"] as const;
const WRITE = ["actions_variables", "write"] as const;

const newVariable = v.strictObject({ name: v.string(), value: v.string() });
const changedVariable = v.strictObject({ name: v.optional(v.string()), value: v.string() });

/** Variables of GitHub Actions. GitHub keeps their names in upper case. */
export const variables: readonly Route[] = [
  {
    method: "GET",
    path: "/actions/variables/{name}",
    documentation: "actions/variables#get-a-repository-variable",
    needs: READ,
    answer(request) {
      const { value, createdAt, updatedAt } = named(request);
      return ok({
        name: nameOf(request),
        value,
        created_at: createdAt.toISOString(),
        updated_at: updatedAt.toISOString(),
      });
    },
  },
  {
    method: "POST",
    path: "/actions/variables",
    documentation: "actions/variables#create-a-repository-variable",
    needs: WRITE,
    answer({ body, repository }) {
      const { name, value } = body(newVariable);
      const { variables: all } = repository.settings;
      if (all.has(name.toUpperCase())) throw conflict("Already exists - Variable already exists");
      all.set(name.toUpperCase(), { value, createdAt: new Date(), updatedAt: new Date() });
      return created({});
    },
  },
  {
    method: "PATCH",
    path: "/actions/variables/{name}",
    documentation: "actions/variables#update-a-repository-variable",
    needs: WRITE,
    answer(request) {
      const variable = named(request);
      variable.value = request.body(changedVariable).value;
      variable.updatedAt = new Date();
      return NO_CONTENT;
    },
  },
  {
    method: "DELETE",
    path: "/actions/variables/{name}",
    documentation: "actions/variables#delete-a-repository-variable",
    needs: WRITE,
    answer(request) {
      named(request);
      request.repository.settings.variables.delete(nameOf(request));
      return NO_CONTENT;
    },
  },
];

function nameOf({ path }: Request): string {
  return path("name").toUpperCase();
}

function named(request: Request): Variable {
  const variable = request.repository.settings.variables.get(nameOf(request));
  if (variable === undefined) throw notFound();
  return variable;
}
