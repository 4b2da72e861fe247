import { matchesPattern } from "../../../../src/catalogue/names.js";
import type { LifecyclePolicy, LifecycleRule } from "../../../../src/plan/ecr/lifecycle.js";

/** One push to a repository. Times are days since any fixed start; fractions are hours. */
export interface Push {
  readonly digest: string;
  /** Tags of this push; a tag moves away from the image that had it. */
  readonly tags: readonly string[];
  readonly day: number;
  /** Digest of the index that refers to this image. The image does not expire while the index exists. */
  readonly partOf?: string;
}

/** An image in the repository. Pushing or tagging the same digest again does not make it younger. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: ReadonlySet<string>;
  /** Day of its first push. */
  readonly pushedDay: number;
  readonly partOf?: string;
}

/** An image that the rule of this priority removed. */
interface ExpiredImage extends StoredImage {
  readonly expiredDay: number;
  readonly rule: number;
}

/**
 * Replays pushes against a lifecycle policy, evaluated at the end of every day up to and including `throughDay`.
 *
 * ECR acts within a day of an image's expiry; the simulator acts at once. Where the documentation leaves it open: an
 * image of exactly n days is not yet older than n days; of two images pushed at the same time the later one in the list
 * is newer; patterns are case-sensitive.
 */
export function simulateLifecycle(
  pushes: readonly Push[],
  policy: LifecyclePolicy,
  throughDay: number,
): { readonly kept: readonly StoredImage[]; readonly expired: readonly ExpiredImage[] } {
  const queue = pushes.toSorted((a, b) => a.day - b.day);
  const expired: ExpiredImage[] = [];
  let stored: StoredImage[] = [];
  let next = 0;
  for (let day = Math.floor(queue[0]?.day ?? throughDay); day <= throughDay; day++) {
    for (let push = queue[next]; push && push.day < day + 1; push = queue[++next])
      stored = store(stored, push);
    const verdicts = evaluate(stored, policy, day + 1);
    for (const [image, rule] of verdicts) expired.push({ ...image, expiredDay: day, rule });
    stored = stored.filter((image) => !verdicts.has(image));
  }
  return { kept: stored, expired };
}

function store(images: readonly StoredImage[], push: Push): StoredImage[] {
  const moved = new Set(push.tags);
  const present = images.find((image) => image.digest === push.digest);
  const others = images
    .filter((image) => image !== present)
    .map((image) => ({ ...image, tags: new Set([...image.tags].filter((tag) => !moved.has(tag))) }));
  return [
    ...others,
    {
      digest: push.digest,
      tags: new Set([...(present?.tags ?? []), ...push.tags]),
      pushedDay: present?.pushedDay ?? push.day,
      ...(push.partOf === undefined ? {} : { partOf: push.partOf }),
    },
  ];
}

/** The images that expire at `now`, each with the priority of the one rule that expires it. */
function evaluate(
  images: readonly StoredImage[],
  policy: LifecyclePolicy,
  now: number,
): Map<StoredImage, number> {
  const newestFirst = images.toReversed().toSorted((a, b) => b.pushedDay - a.pushedDay);
  const undecided = new Set(images);
  const verdicts = new Map<StoredImage, number>();
  for (const rule of policy.rules.toSorted((a, b) => a.rulePriority - b.rulePriority)) {
    // A rule counts every image that it selects, even those that an earlier rule has decided.
    const selected = newestFirst.filter((image) => selects(rule, image));
    const marked = new Set(mark(rule, selected, now));
    for (const image of selected) {
      if (undecided.delete(image) && marked.has(image)) verdicts.set(image, rule.rulePriority);
    }
  }
  const remaining = new Set(images.filter((image) => !verdicts.has(image)).map((image) => image.digest));
  for (const image of verdicts.keys()) {
    if (image.partOf !== undefined && remaining.has(image.partOf)) verdicts.delete(image);
  }
  return verdicts;
}

function selects({ selection }: LifecycleRule, image: StoredImage): boolean {
  const tags = [...image.tags];
  switch (selection.tagStatus) {
    case "any":
      return true;
    case "untagged":
      return tags.length === 0;
    case "tagged":
      return "tagPatternList" in selection
        ? selection.tagPatternList.every((pattern) => tags.some((tag) => matchesPattern(tag, pattern)))
        : selection.tagPrefixList.every((prefix) => tags.some((tag) => tag.startsWith(prefix)));
    default:
      return selection satisfies never;
  }
}

function mark({ selection }: LifecycleRule, newestFirst: readonly StoredImage[], now: number): StoredImage[] {
  switch (selection.countType) {
    case "imageCountMoreThan":
      return newestFirst.slice(selection.countNumber);
    case "sinceImagePushed":
      return newestFirst.filter((image) => now - image.pushedDay > selection.countNumber);
    default:
      return selection satisfies never;
  }
}
