import type { ResolvedSystem } from "../resolved-system.js";

/**
 * What is left for a person to do before a system's own CI can push by its role, one sentence each. `isManaged`: the
 * stack sets Actions variables itself.
 */
export function accessToDo({ roles }: ResolvedSystem, isManaged: boolean): string[] {
  return roles.flatMap(({ trusted }) => {
    if (trusted.kind !== "github") return [];
    const { owner, name, ids } = trusted.repository;
    return [
      ...(isManaged
        ? []
        : [
            `Set the Actions variables AWS_ROLE_ARN and AWS_REGION of ${owner}/${name}; the stack's output roles holds the first.`,
          ]),
      ...(ids === undefined
        ? [
            `Name the ids of ${owner}/${name} under githubIds in slipway:ciAccess: without them its role refuses a repository made, renamed or moved since 15 July 2026, and trusts whoever gets the name later. \`gh api repos/${owner}/${name} --jq '{owner: .owner.id, repository: .id}'\` prints them.`,
          ]
        : []),
    ];
  });
}
