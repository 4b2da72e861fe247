import { isRoleName } from "../../catalogue/names.js";
import type { Problem } from "../../problems/problem.js";
import { isRefFilter, widened } from "../../catalogue/ref-filter.js";
import type { ResolvedSystem } from "../resolved-system.js";
import type { JobOrigin } from "./github-subject.js";
import { roleDocuments } from "./role-documents.js";
import { originsOf, type RoleTaker, roleTakers } from "./roles.js";

/**
 * Why a system in ECR cannot have exact roles: a wildcard in a filter, a name that GitHub or IAM does not accept, a
 * document that is too long for IAM.
 */
export function accessProblems(system: ResolvedSystem): Problem[] {
  const takers = roleTakers(system.workflows);
  return [
    ...takers.flatMap((taker) => triggerProblems(taker, system)),
    ...originsOf(takers).flatMap((origin) => originProblems(origin, system)),
    ...roleProblems(system),
  ];
}

/** A missing filter matches everything. */
function triggerProblems({ workflow: { file, on }, job }: RoleTaker, { name }: ResolvedSystem): Problem[] {
  if (job.environment !== undefined || on.push?.branches !== undefined || on.push?.tags !== undefined)
    return [];
  return [
    {
      where: `systems/${name}, workflow ${file}, on.push`,
      expected: "the branches or tags that may assume the AWS role, by name",
      found: on.push === undefined ? "no push" : "every branch and tag",
      fix: `name them, or give the job '${job.name}' an environment`,
    },
  ];
}

const PLAIN_BRANCH = /^[^*?+[\]!\\]+$/;

function originProblems(origin: JobOrigin, { name }: ResolvedSystem): Problem[] {
  switch (origin.kind) {
    case "branch":
      if (PLAIN_BRANCH.test(origin.name)) return [];
      return [
        {
          where: `systems/${name}, branches that may assume the AWS role`,
          expected: "whole names: anyone who can create a branch that matches a pattern could push images",
          found: quoted(origin.name),
          fix: "name each branch",
        },
      ];
    case "tag":
      if (isRefFilter(origin.filter) && widened(origin.filter)?.some((character) => character !== undefined))
        return [];
      return [
        {
          where: `systems/${name}, git tags that may assume the AWS role`,
          expected: "a GitHub filter that restricts the tag, such as v*",
          found: quoted(origin.filter),
          fix: "give release tags a distinct form",
        },
      ];
    case "environment":
      return [];
    default:
      return origin satisfies never;
  }
}

/** AWS's default quota for a role's trust policy. */
const MAX_TRUST_LENGTH = 2048;
/** As long as every account's id. */
const SOME_ACCOUNT = "000000000000";

function roleProblems(system: ResolvedSystem): Problem[] {
  return system.roles.flatMap((role) => {
    const { length } = JSON.stringify(roleDocuments(role, SOME_ACCOUNT).trust);
    const name: Problem = {
      where: `systems/${system.name}, name`,
      expected: "a name whose IAM role has 1 to 64 letters, digits and +=,.@_-",
      found: quoted(role.name),
      fix: "shorten or correct it",
    };
    const trust: Problem = {
      where: `systems/${system.name}, trust policy of ${role.name}`,
      expected: `at most ${MAX_TRUST_LENGTH} characters (IAM's quota)`,
      found: String(length),
      fix: "let fewer branches, tags or principals assume the role",
    };
    return [...(isRoleName(role.name) ? [] : [name]), ...(length > MAX_TRUST_LENGTH ? [trust] : [])];
  });
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
