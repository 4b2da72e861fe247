import type { ResolvedSystem } from "../resolved-system.js";

/**
 * What a person must do before a system's CI can push with its role, one sentence each. `isManaged`: the stack sets
 * Actions variables itself.
 */
export function accessToDo({ roles }: ResolvedSystem, isManaged: boolean): string[] {
  return roles.flatMap(({ trusted }) => {
    if (trusted.kind !== "github") return [];
    const { owner, name, ids } = trusted.repository;
    return [
      ...(isManaged
        ? []
        : [
            `Set the Actions variables AWS_ROLE_ARN and AWS_REGION of ${owner}/${name}; the stack's output roles has the first.`,
          ]),
      ...(ids === undefined
        ? [
            `Add the ids of ${owner}/${name} to githubIds in slipway:ciAccess: without them its role rejects a repository created, renamed or moved since 15 July 2026, and trusts whoever takes over the name later. \`gh api repos/${owner}/${name} --jq '{owner: .owner.id, repository: .id}'\` prints them.`,
          ]
        : []),
    ];
  });
}
