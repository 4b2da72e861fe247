import * as v from "valibot";
import { key, systemNames } from "../key.js";
import { choice, expects, githubId, list, map, wholeFromOne } from "../schemas.js";

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

/** The IAM roles with which workflows push to ECR: none, or one per system. */
export const ciAccessKey = key({
  description:
    "`kind: role` creates an IAM role for each system in ECR. Its workflows push with it, without a stored key, only from the branches and tags whose pushes start them, or from their environment (docs/access.md). `kind: none` creates none.",
  fields: {
    oidcProvider:
      "GitHub's OIDC provider in the account: `existing`, or `create` (owned by this stack, one stack per account); default: `existing`",
    sessionHours: "lifetime of the credentials, 1 to 12; default: 1",
    permissionsBoundary: "ARN of a policy that limits the roles; default: none",
    githubIds:
      "system → `owner` and `repository`, the repository's numeric ids: required if it was created, renamed or moved since 15 July 2026, recommended for all",
    pullers: "account ids and role ARNs that may assume a second role, which can only pull; default: none",
  },
  default: { kind: "none" },
  schema: v.variant(
    "kind",
    [
      v.strictObject(
        { kind: v.literal("none") },
        expects("only kind", "remove the other fields of ciAccess, or write kind: role"),
      ),
      v.strictObject(
        {
          kind: v.literal("role"),
          oidcProvider: v.optional(choice("existing", "create"), "existing"),
          sessionHours: v.optional(sessionHours, 1),
          permissionsBoundary: v.optional(policy),
          githubIds: v.optional(map(repositoryIds, "system to ids"), {}),
          pullers: v.optional(list(puller, "account ids and ARNs of roles"), []),
        },
        expects(
          "only kind, oidcProvider, sessionHours, permissionsBoundary, githubIds and pullers",
          "write them below ciAccess, indented",
        ),
      ),
    ],
    expects("kind: none, or kind: role", "write one of the two below ciAccess, indented"),
  ),
  names: (access, catalogue) =>
    access.kind === "none" ? [] : [systemNames(Object.keys(access.githubIds), catalogue, ".githubIds")],
});
