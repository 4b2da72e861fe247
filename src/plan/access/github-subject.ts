import type { GithubIds } from "../../configuration/configuration.js";
import { widened } from "../../catalogue/ref-filter.js";

/** A repository on GitHub, spelled as GitHub spells it: AWS tells upper from lower case, GitHub does not. */
export interface GithubRepository {
  readonly owner: string;
  readonly name: string;
  /** The numbers that GitHub never gives twice. Default: not known. */
  readonly ids?: GithubIds;
}

/** Where in a repository a job comes from, as its token's subject tells. A pull request is none of them. */
export type Origin =
  /** By full name. */
  | { readonly kind: "branch"; readonly name: string }
  /** The git tags that a filter of GitHub's lets through: `v*`. The only origin that can be more than one name. */
  | { readonly kind: "tag"; readonly filter: string }
  /** A job with an environment: its token names that, in place of the branch or tag. */
  | { readonly kind: "environment"; readonly name: string };

/**
 * The subjects of GitHub's tokens for jobs from one origin, as values of an IAM condition. Two forms: that with names
 * alone, and where the ids are known that of repositories made, renamed or moved since 15 July 2026. Every character
 * stands for itself, but for the `*` of an origin that is a pattern.
 */
export function subjectsOf({ owner, name, ids }: GithubRepository, origin: Origin): string[] {
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
export function isPattern(origin: Origin): boolean {
  return origin.kind === "tag" && (widened(origin.filter) ?? []).includes(undefined);
}

/** Undefined where a filter cannot be read: then nobody is let in. */
function contextOf(origin: Origin): string | undefined {
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

/** How a subject names an environment: a colon would end the name. */
export function environmentContext(name: string): string {
  return `environment:${name.replaceAll(":", "%3A")}`;
}

/** IAM has a way to write each of its three special characters; without it `${…}` would be a variable. */
function literally(text: string): string {
  return text.replace(/[$*?]/g, "$${$&}");
}
