import { created, invalid, NO_CONTENT, notFound, ok } from "../answer.js";
import { type Request, route, type Route } from "../route.js";
import { newRuleset, type Ruleset } from "../rulesets.js";

const WRITE = ["administration", "write"] as const;

/** Rules for branches and tags. Anybody who can see a repository can read them. */
export const rulesets: readonly Route[] = [
  route("GET /rulesets/{id}", undefined, (request) => ok(rulesetAnswer(request, named(request))), [
    "includes_parents",
  ]),
  route("POST /rulesets", WRITE, (request) => {
    const { settings } = request.repository;
    const ruleset = wanted(request, settings.nextId());
    settings.rulesets.push(ruleset);
    return created(rulesetAnswer(request, ruleset));
  }),
  route("PUT /rulesets/{id}", WRITE, (request) => {
    const old = named(request);
    const ruleset = wanted(request, old.id);
    const { rulesets } = request.repository.settings;
    rulesets.splice(rulesets.indexOf(old), 1, ruleset);
    return ok(rulesetAnswer(request, ruleset));
  }),
  route("DELETE /rulesets/{id}", WRITE, (request) => {
    const { rulesets } = request.repository.settings;
    rulesets.splice(rulesets.indexOf(named(request)), 1);
    return NO_CONTENT;
  }),
];

function named({ path, repository }: Request): Ruleset {
  const ruleset = repository.settings.rulesets.find(({ id }) => String(id) === path("id"));
  if (ruleset === undefined) throw notFound();
  return ruleset;
}

function wanted({ body, repository }: Request, id: number): Ruleset {
  const ruleset = body(newRuleset);
  const others = repository.settings.rulesets.filter((other) => other.id !== id);
  if (others.some(({ name }) => name === ruleset.name)) throw invalid("Name must be unique");
  return { ...ruleset, id };
}

function rulesetAnswer({ repository }: Request, ruleset: Ruleset) {
  const source = { source_type: "Repository", source: repository.fullName };
  return { ...ruleset, node_id: `RRS_${ruleset.id}`, ...source };
}
