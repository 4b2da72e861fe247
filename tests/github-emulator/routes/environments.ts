import * as v from "valibot";
import { NO_CONTENT, notFound, ok } from "../answer.js";
import { type Request, route, type Route } from "../route.js";
import type { Environment } from "../settings.js";

const READ = ["actions", "read"] as const;
const WRITE = ["administration", "write"] as const;

const environment = v.strictObject({
  wait_timer: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(43_200)), 0),
  reviewers: v.optional(
    v.nullable(v.array(v.strictObject({ type: v.picklist(["User", "Team"]), id: v.number() }))),
  ),
  prevent_self_review: v.optional(v.boolean(), false),
  can_admins_bypass: v.optional(v.boolean(), true),
  deployment_branch_policy: v.optional(
    v.nullable(v.strictObject({ protected_branches: v.boolean(), custom_branch_policies: v.boolean() })),
    null,
  ),
});
const branchPolicy = v.strictObject({
  name: v.string(),
  type: v.optional(v.picklist(["branch", "tag"]), "branch"),
});

/** Deployment environments, and the branches and tags that may deploy to them. */
export const environments: readonly Route[] = [
  route("GET /environments/{name}", READ, (request) => ok(environmentAnswer(request, named(request)))),
  route("PUT /environments/{name}", WRITE, (request) => {
    const { settings } = request.repository;
    const name = request.path("name");
    const { reviewers, ...rest } = request.body(environment);
    const old = settings.environments.get(name);
    const made = {
      id: old?.id ?? settings.nextId(),
      name,
      ...rest,
      reviewers: reviewers ?? [],
      branchPolicies: old?.branchPolicies ?? [],
    };
    settings.environments.set(name, made);
    return ok(environmentAnswer(request, made));
  }),
  route("POST /environments/{name}/deployment-branch-policies", WRITE, (request) => {
    const { branchPolicies, deployment_branch_policy: policy } = named(request);
    if (policy?.custom_branch_policies !== true) throw notFound();
    const { name, type } = request.body(branchPolicy);
    if (branchPolicies.some((known) => known.name === name && known.type === type)) return { status: 303 };
    const made = { id: request.repository.settings.nextId(), name, type };
    branchPolicies.push(made);
    return ok(policyAnswer(made));
  }),
  route("GET /environments/{name}/deployment-branch-policies/{id}", READ, (request) =>
    ok(policyAnswer(namedPolicy(request))),
  ),
  route("DELETE /environments/{name}/deployment-branch-policies/{id}", WRITE, (request) => {
    const { branchPolicies } = named(request);
    branchPolicies.splice(branchPolicies.indexOf(namedPolicy(request)), 1);
    return NO_CONTENT;
  }),
];

function named({ path, repository }: Request): Environment {
  const found = repository.settings.environments.get(path("name"));
  if (found === undefined) throw notFound();
  return found;
}

function namedPolicy(request: Request): Environment["branchPolicies"][number] {
  const policy = named(request).branchPolicies.find(({ id }) => String(id) === request.path("id"));
  if (policy === undefined) throw notFound();
  return policy;
}

function policyAnswer({ id, name, type }: Environment["branchPolicies"][number]) {
  return { id, node_id: `DBP_${id}`, name, type };
}

function environmentAnswer({ repository, url }: Request, found: Environment) {
  const { id, name, wait_timer, reviewers, prevent_self_review } = found;
  const rules = [
    ...(wait_timer > 0 ? [{ type: "wait_timer", wait_timer }] : []),
    ...(reviewers.length > 0
      ? [
          {
            type: "required_reviewers",
            prevent_self_review,
            reviewers: reviewers.map((reviewer) => ({ type: reviewer.type, reviewer: { id: reviewer.id } })),
          },
        ]
      : []),
    ...(found.deployment_branch_policy === null ? [] : [{ type: "branch_policy" }]),
  ];
  return {
    id,
    node_id: `EN_${id}`,
    name,
    url: url(`/repos/${repository.fullName}/environments/${encodeURIComponent(name)}`),
    protection_rules: rules.map((rule, index) => ({
      id: id * 100 + index,
      node_id: `GA_${id}_${index}`,
      ...rule,
    })),
    deployment_branch_policy: found.deployment_branch_policy,
    can_admins_bypass: found.can_admins_bypass,
  };
}
