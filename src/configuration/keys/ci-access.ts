import * as v from "valibot";
import { expects } from "../expects.js";
import { choice, githubId, list, map, wholeFromOne } from "../schemas.js";

const sessionHours = v.pipe(
  wholeFromOne("hours"),
  v.maxValue(12, expects("at most 12 hours (AWS's limit)", "set it to 1 to 12")),
);

const policyMessage = expects("the ARN of a policy", "copy it from the IAM console");
const policy = v.pipe(
  v.string(policyMessage),
  v.regex(/^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]+$/, policyMessage),
);

const howToAsk = "`gh api repos/OWNER/NAME --jq '{owner: .owner.id, repository: .id}'` prints them";
const repositoryIds = v.strictObject(
  { owner: githubId(howToAsk), repository: githubId(howToAsk) },
  expects("owner and repository, two numbers", howToAsk),
);

const puller = v.pipe(
  v.string(expects("an account id or the ARN of a role, in quotes", "put it in quotes")),
  v.regex(
    /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+)$/,
    expects("12 digits, or the ARN of a role", "copy it from the AWS console"),
  ),
);

/** The IAM roles by which workflows push to ECR: none, or one a system. */
export const ciAccess = v.variant(
  "kind",
  [
    v.strictObject(
      { kind: v.literal("none") },
      expects("kind alone", "remove what else stands below ciAccess, or write kind: role"),
    ),
    v.strictObject(
      {
        kind: v.literal("role"),
        oidcProvider: v.optional(choice("found", "made"), "found"),
        sessionHours: v.optional(sessionHours, 1),
        permissionsBoundary: v.optional(policy),
        githubIds: v.optional(map(repositoryIds, "system to ids"), {}),
        pullers: v.optional(list(puller, "account ids and ARNs of roles"), []),
      },
      expects(
        "kind, oidcProvider, sessionHours, permissionsBoundary, githubIds and pullers, and nothing else",
        "write them below ciAccess, indented",
      ),
    ),
  ],
  expects("kind: none, or kind: role", "write one of the two below ciAccess, indented"),
);
