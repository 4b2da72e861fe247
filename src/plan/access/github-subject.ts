import type { GithubIds } from "../../configuration/configuration.js";
import { widened } from "../../catalogue/ref-filter.js";

/** A repository on GitHub, as GitHub spells it: AWS is case-sensitive, GitHub is not. */
export interface GithubRepository {
  readonly owner: string;
  readonly name: string;
  /** Numeric ids, which GitHub never reuses. Default: unknown. */
  readonly ids?: GithubIds;
}

/** The origin of a job in a repository, as in its token's subject. A pull request is not one. */
export type JobOrigin =
  /** By full name. */
  | { readonly kind: "branch"; readonly name: string }
  /** The git tags that a filter of GitHub's lets through: `v*`. The only origin that can be more than one name. */
  | { readonly kind: "tag"; readonly filter: string }
  /** A job with an environment: its token names that, in place of the branch or tag. */
  | { readonly kind: "environment"; readonly name: string };

/**
 * The subjects of GitHub's tokens for jobs of one origin, as values of an IAM condition. Two forms: with names and, if
 * the ids are known, that of repositories created, renamed or moved since 15 July 2026. Every character is literal,
 * except the `*` of a pattern.
 */
export function subjectsOf({ owner, name, ids }: GithubRepository, origin: JobOrigin): string[] {
  const context = contextOf(origin);
  if (context === undefined) return [];
  const [plainOwner, plainName] = [literally(owner), literally(name)];
  return [
    `repo:${plainOwner}/${plainName}:${context}`,
    ...(ids === undefined
      ? []
      : [`repo:${plainOwner}@${ids.owner}/${plainName}@${ids.repository}:${context}`]),
  ];
}

/** Whether subjects of this origin need `StringLike`. */
export function isPattern(origin: JobOrigin): boolean {
  return origin.kind === "tag" && (widened(origin.filter) ?? []).includes(undefined);
}

/** Undefined if a filter is malformed: then nobody is trusted. */
function contextOf(origin: JobOrigin): string | undefined {
  switch (origin.kind) {
    case "branch":
      return `ref:refs/heads/${literally(origin.name)}`;
    case "tag": {
      const pattern = widened(origin.filter)?.map((character) =>
        character === undefined ? "*" : literally(character),
      );
      return pattern && `ref:refs/tags/${pattern.join("")}`;
    }
    case "environment":
      return literally(environmentContext(origin.name));
    default:
      return origin satisfies never;
  }
}

/** An environment's name in a subject: a colon would end it. */
export function environmentContext(name: string): string {
  return `environment:${name.replaceAll(":", "%3A")}`;
}

/** Escapes IAM's three special characters; otherwise `${…}` would be a variable. */
function literally(text: string): string {
  return text.replace(/[$*?]/g, "$${$&}");
}
