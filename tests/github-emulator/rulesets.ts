import * as v from "valibot";

const pullRequestParameters = v.strictObject({
  required_approving_review_count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
  dismiss_stale_reviews_on_push: v.boolean(),
  require_code_owner_review: v.boolean(),
  require_last_push_approval: v.boolean(),
  required_review_thread_resolution: v.boolean(),
  allowed_merge_methods: v.optional(v.array(v.picklist(["merge", "squash", "rebase"])), [
    "merge",
    "squash",
    "rebase",
  ]),
});
const statusCheckParameters = v.strictObject({
  strict_required_status_checks_policy: v.boolean(),
  do_not_enforce_on_create: v.optional(v.boolean(), false),
  required_status_checks: v.array(
    v.strictObject({ context: v.string(), integration_id: v.optional(v.number()) }),
  ),
});

const rule = v.variant("type", [
  v.strictObject({ type: v.literal("pull_request"), parameters: pullRequestParameters }),
  v.strictObject({ type: v.literal("required_status_checks"), parameters: statusCheckParameters }),
  v.strictObject({ type: v.literal("deletion") }),
  v.strictObject({ type: v.literal("non_fast_forward") }),
  v.strictObject({
    type: v.literal("update"),
    parameters: v.optional(v.strictObject({ update_allows_fetch_and_merge: v.boolean() }), {
      update_allows_fetch_and_merge: false,
    }),
  }),
]);

/** A ruleset as it is sent; GitHub fills in what it lacks. */
export const newRuleset = v.strictObject({
  name: v.string(),
  target: v.optional(v.picklist(["branch", "tag"]), "branch"),
  enforcement: v.picklist(["active", "disabled"]),
  bypass_actors: v.optional(
    v.array(
      v.strictObject({
        actor_id: v.nullable(v.number()),
        actor_type: v.string(),
        bypass_mode: v.optional(v.string(), "always"),
      }),
    ),
    [],
  ),
  conditions: v.optional(
    v.strictObject({
      ref_name: v.strictObject({ include: v.array(v.string()), exclude: v.array(v.string()) }),
    }),
  ),
  rules: v.optional(v.array(rule), []),
  // Of these GitHub keeps its own.
  source: v.optional(v.string()),
  source_type: v.optional(v.string()),
});

export interface Ruleset extends v.InferOutput<typeof newRuleset> {
  readonly id: number;
}
