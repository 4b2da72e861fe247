import type { Retention } from "../../configuration/configuration.js";
import { CACHE_TAG, mayCarry, type TagClass } from "../../catalogue/tag-class.js";

/** One rule in ECR's format. Rules are evaluated by `rulePriority`, lowest first. */
export interface LifecycleRule {
  readonly rulePriority: number;
  readonly description: string;
  readonly selection:
    | ({ readonly tagStatus: "tagged"; readonly tagPatternList: readonly string[] } & Count)
    | ({ readonly tagStatus: "tagged"; readonly tagPrefixList: readonly string[] } & Count)
    | ({ readonly tagStatus: "untagged" | "any" } & Count);
  readonly action: { readonly type: "expire" };
}

type Count =
  | { readonly countType: "imageCountMoreThan"; readonly countNumber: number }
  | { readonly countType: "sinceImagePushed"; readonly countUnit: "days"; readonly countNumber: number };

/** A lifecycle policy in ECR's format. */
export interface LifecyclePolicy {
  readonly rules: readonly LifecycleRule[];
}

const expire = { type: "expire" } as const;

/**
 * The lifecycle policy of a repository: kept tags first, then the newest releases, then everything by age.
 *
 * Each kept tag has its own rule, because several patterns in one rule select only images that carry them all; and its
 * full name, because a prefix `latest` would also select `latest-rc`. Such a rule expires nothing (one image has the
 * tag), but protects the image from later rules. A tag that no image can carry has no rule: it would only suggest that
 * something is kept.
 *
 * Branches, series and commits have no rule of their own: unless kept, their images expire by age.
 *
 * Source: D34, D35; ECR's evaluation of rules.
 */
export function lifecyclePolicy(retention: Retention, tags: readonly TagClass[]): LifecyclePolicy {
  const keepTags = [...retention.keepTags, CACHE_TAG].filter((tag) =>
    tags.some((entry) => mayCarry(entry, tag)),
  );
  const kept = [...new Set(keepTags)].map((tag) => ({
    description: `Keep the image tagged ${tag}`,
    selection: {
      tagStatus: "tagged",
      tagPatternList: [tag],
      countType: "imageCountMoreThan",
      countNumber: 1,
    } as const,
  }));
  const releases = tags
    .filter((tag) => tag.kind === "release")
    .map(({ pattern }) => ({
      description: `Keep the newest ${retention.keepReleases} releases ${pattern}`,
      selection: {
        tagStatus: "tagged",
        tagPatternList: [pattern],
        countType: "imageCountMoreThan",
        countNumber: retention.keepReleases,
      } as const,
    }));
  const age = {
    description: `Expire images older than ${retention.days} days`,
    selection: {
      tagStatus: "any",
      countType: "sinceImagePushed",
      countUnit: "days",
      countNumber: retention.days,
    } as const,
  };
  return {
    rules: [...kept, ...releases, age].map((rule, index) => ({
      rulePriority: index + 1,
      ...rule,
      action: expire,
    })),
  };
}

/** The kept tags that no image of the repository can carry. */
export function deadKeepTags(retention: Retention, tags: readonly TagClass[]): string[] {
  return retention.keepTags.filter((kept) => !tags.some((tag) => mayCarry(tag, kept)));
}

/** The policy in one sentence. */
export function lifecycleInWords(policy: LifecyclePolicy): string {
  return policy.rules.map((rule) => rule.description).join("; ") + ".";
}
