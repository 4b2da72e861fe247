import * as v from "valibot";
import { key, systemNames } from "../key.js";
import { expects, githubId, list, map, wholeFromOne } from "../schemas.js";

const reviewsMessage = expects("a whole number of reviews, 0 to 10 (GitHub's limit)", "set it to 0 to 10");
const reviews = v.pipe(
  v.number(reviewsMessage),
  v.integer(reviewsMessage),
  v.minValue(0, reviewsMessage),
  v.maxValue(10, reviewsMessage),
);

const actionMessage = expects(
  "an action as OWNER/NAME@*, or @ and a commit",
  "copy the name from `uses:` of the workflow, and put the pattern in quotes",
);
const action = v.pipe(
  v.string(actionMessage),
  v.regex(/^[A-Za-z\d][A-Za-z\d-]*(?:\/[\w.-]+)+@(?:\*|[\w./-]+)$/, actionMessage),
);

const MONTH = 43_200;
const waitMinutes = v.pipe(
  wholeFromOne("minutes"),
  v.maxValue(MONTH, expects("at most 43200 minutes (30 days, GitHub's limit)", "wait less")),
);
const howToAsk = "`gh api users/NAME --jq .id` and `gh api orgs/ORG/teams/TEAM --jq .id` print the ids";
const ids = list(githubId(howToAsk), "ids of users or teams");
const environment = v.strictObject(
  { waitMinutes: v.optional(waitMinutes), users: v.optional(ids), teams: v.optional(ids) },
  expects("only waitMinutes, users and teams", "correct or remove it"),
);

/** The settings of the systems' repositories on GitHub: unchanged, or managed by the stack. */
export const repositorySettingsKey = key({
  description:
    "`kind: managed` configures the systems' GitHub repositories: permissions of workflow tokens, allowed actions, security updates, rulesets, environments and Actions variables (docs/repository-settings.md). One stack per repository. `kind: none` leaves them unchanged.",
  fields: {
    reviews: "approvals that a pull request needs, 0 to 10; default: 1",
    otherActions:
      "system → actions that workflows beside the delivered ones use, such as `owner/name@*`; default: none",
    environments:
      "name → `waitMinutes`, and the ids of `users` and `teams`, one of whom has to approve; default: no wait, no approval",
  },
  default: { kind: "none" },
  schema: v.variant(
    "kind",
    [
      v.strictObject(
        { kind: v.literal("none") },
        expects("only kind", "remove the other fields of repositorySettings, or write kind: managed"),
      ),
      v.strictObject(
        {
          kind: v.literal("managed"),
          reviews: v.optional(reviews, 1),
          otherActions: v.optional(map(list(action, "actions"), "system to actions"), {}),
          environments: v.optional(map(environment, "environment to its reviewers and wait"), {}),
        },
        expects(
          "only kind, reviews, otherActions and environments",
          "write them below repositorySettings, indented",
        ),
      ),
    ],
    expects("kind: none, or kind: managed", "write one of the two below repositorySettings, indented"),
  ),
  names: (settings, catalogue) =>
    settings.kind === "none"
      ? []
      : [systemNames(Object.keys(settings.otherActions), catalogue, ".otherActions")],
});
