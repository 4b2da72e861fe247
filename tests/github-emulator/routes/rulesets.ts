import { created, invalid, NO_CONTENT, notFound, ok } from "../answer.js";
import type { Request, Route } from "../route.js";
import { newRuleset, type Ruleset } from "../rulesets.js";

const WRITE = ["administration", "write"] as const;

/** Rules for branches and tags. Anybody who can see a repository can read them. */
export const rulesets: readonly Route[] = [
  {
    method: "GET",
    path: "/rulesets",
    documentation: "repos/rules#get-all-repository-rulesets",
    query: ["includes_parents", "per_page", "page"],
    answer: (request) =>
      ok(request.repository.settings.rulesets.map((ruleset) => rulesetAnswer(request, ruleset))),
  },
  {
    method: "GET",
    path: "/rulesets/{id}",
    documentation: "repos/rules#get-a-repository-ruleset",
    query: ["includes_parents"],
    answer: (request) => ok(rulesetAnswer(request, named(request))),
  },
  {
    method: "POST",
    path: "/rulesets",
    documentation: "repos/rules#create-a-repository-ruleset",
    needs: WRITE,
    answer(request) {
      const { settings } = request.repository;
      const now = new Date();
      const ruleset = wanted(request, { id: settings.nextId(), createdAt: now, updatedAt: now });
      settings.rulesets.push(ruleset);
      return created(rulesetAnswer(request, ruleset));
    },
  },
  {
    method: "PUT",
    path: "/rulesets/{id}",
    documentation: "repos/rules#update-a-repository-ruleset",
    needs: WRITE,
    answer(request) {
      const old = named(request);
      const ruleset = wanted(request, { ...old, updatedAt: new Date() });
      const { rulesets } = request.repository.settings;
      rulesets.splice(rulesets.indexOf(old), 1, ruleset);
      return ok(rulesetAnswer(request, ruleset));
    },
  },
  {
    method: "DELETE",
    path: "/rulesets/{id}",
    documentation: "repos/rules#delete-a-repository-ruleset",
    needs: WRITE,
    answer(request) {
      const { rulesets } = request.repository.settings;
      rulesets.splice(rulesets.indexOf(named(request)), 1);
      return NO_CONTENT;
    },
  },
];

function named({ path, repository }: Request): Ruleset {
  const ruleset = repository.settings.rulesets.find(({ id }) => String(id) === path("id"));
  if (ruleset === undefined) throw notFound();
  return ruleset;
}

function wanted(
  { body, repository }: Request,
  identity: Pick<Ruleset, "id" | "createdAt" | "updatedAt">,
): Ruleset {
  const { name, target, enforcement, bypass_actors, conditions, rules } = body(newRuleset);
  const others = repository.settings.rulesets.filter(({ id }) => id !== identity.id);
  if (others.some((other) => other.name === name)) throw invalid("Name must be unique");
  const { id, createdAt, updatedAt } = identity;
  return { id, createdAt, updatedAt, name, target, enforcement, bypass_actors, conditions, rules };
}

function rulesetAnswer({ repository, url }: Request, ruleset: Ruleset) {
  const { createdAt, updatedAt, ...rest } = ruleset;
  return {
    ...rest,
    node_id: `RRS_${ruleset.id}`,
    source_type: "Repository",
    source: repository.fullName,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    _links: { self: { href: url(`/repos/${repository.fullName}/rulesets/${ruleset.id}`) } },
  };
}
