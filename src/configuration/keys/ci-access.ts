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

/** The IAM roles by which workflows push to ECR: none, or one a system. */
export const ciAccess = key({
  description:
    "`kind: role` makes an IAM role for each system in ECR by which the jobs of its workflows push without a stored key: from the branches and tags whose pushes start them, or from their environment, and from nothing else. Beside it: `oidcProvider` (`existing`: the account has GitHub's already; `create`: this stack owns it, one stack an account), `sessionHours` (1 to 12), `permissionsBoundary` (ARN of a policy), `githubIds` (system → `owner` and `repository`, the numbers of its repository: needed by repositories made, renamed or moved since 15 July 2026, and better for all), and `pullers` (account ids and ARNs of roles that may assume a second role, which only pulls). `kind: none` makes none of them.",
  default: { kind: "none" },
  schema: v.variant(
    "kind",
    [
      v.strictObject(
        { kind: v.literal("none") },
        expects("kind alone", "remove what else stands below ciAccess, or write kind: role"),
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
          "kind, oidcProvider, sessionHours, permissionsBoundary, githubIds and pullers, and nothing else",
          "write them below ciAccess, indented",
        ),
      ),
    ],
    expects("kind: none, or kind: role", "write one of the two below ciAccess, indented"),
  ),
  names: (access, catalogue) =>
    access.kind === "none" ? [] : [systemNames(Object.keys(access.githubIds), catalogue, ".githubIds")],
});
