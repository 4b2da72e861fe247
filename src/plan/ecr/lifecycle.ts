import type { Retention } from "../../configuration/configuration.js";
import { CACHE_TAG, mayCarry, type TagClass } from "../../catalogue/tag-class.js";

/** One rule in ECR's format. Rules are evaluated by `rulePriority`, lowest first. */
export interface LifecycleRule {
  readonly rulePriority: number;
  readonly description: string;
  readonly selection:
    | {
        readonly tagStatus: "tagged";
        readonly tagPatternList: readonly string[];
        readonly countType: "imageCountMoreThan";
        readonly countNumber: number;
      }
    | {
        readonly tagStatus: "any";
        readonly countType: "sinceImagePushed";
        readonly countUnit: "days";
        readonly countNumber: number;
      };
  readonly action: { readonly type: "expire" };
}

/** A lifecycle policy in ECR's format. */
export interface LifecyclePolicy {
  readonly rules: readonly LifecycleRule[];
}

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
  const { days, keepTags, keepReleases } = retention;
  const kept = [...new Set([...keepTags, CACHE_TAG])].filter((tag) =>
    tags.some((entry) => mayCarry(entry, tag)),
  );
  const rules: Pick<LifecycleRule, "description" | "selection">[] = [
    ...kept.map((tag) => ({
      description: `Keep the image tagged ${tag}`,
      selection: newest(1, tag),
    })),
    ...tags
      .filter((tag) => tag.kind === "release")
      .map(({ pattern }) => ({
        description: `Keep the newest ${keepReleases} releases ${pattern}`,
        selection: newest(keepReleases, pattern),
      })),
    {
      description: `Expire images older than ${days} days`,
      selection: {
        tagStatus: "any",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: days,
      },
    },
  ];
  return {
    rules: rules.map((rule, index) => ({ rulePriority: index + 1, ...rule, action: { type: "expire" } })),
  };
}

/** Selects what carries the tag or pattern, and expires all but the newest. */
function newest(countNumber: number, pattern: string): LifecycleRule["selection"] {
  return {
    tagStatus: "tagged",
    tagPatternList: [pattern],
    countType: "imageCountMoreThan",
    countNumber,
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
