import { matchesPattern } from "../../../../src/catalogue/names.js";
import type { LifecyclePolicy, LifecycleRule } from "../../../../src/plan/ecr/lifecycle.js";

/** One push to a repository. Times are days since any fixed start; fractions are hours. */
export interface Push {
  readonly digest: string;
  /** Tags of this push; a tag moves away from the image that had it. */
  readonly tags: readonly string[];
  readonly day: number;
}

/** An image in the repository. Pushing or tagging the same digest again does not make it younger. */
interface StoredImage extends Push {
  /** In the order of the pushes: a later push is newer. */
  readonly order: number;
}

/**
 * What is kept of pushes under a lifecycle policy, evaluated at the end of every day up to and including `throughDay`.
 *
 * ECR acts within a day of an image's expiry; the simulator acts at once. Where the documentation leaves it open: an
 * image of exactly n days is not yet older than n days; of two images pushed at the same time the later one in the list
 * is newer; patterns are case-sensitive.
 */
export function simulateLifecycle(
  pushes: readonly Push[],
  policy: LifecyclePolicy,
  throughDay: number,
): readonly Push[] {
  const queue = pushes.toSorted((a, b) => a.day - b.day).map((push, order) => ({ ...push, order }));
  let stored: readonly StoredImage[] = [];
  for (let day = Math.floor(queue[0]?.day ?? throughDay); day <= throughDay; day++) {
    stored = queue.filter((push) => Math.floor(push.day) === day).reduce(store, stored);
    const expired = expiring(stored, policy, day + 1);
    stored = stored.filter((image) => !expired.has(image));
  }
  return stored;
}

function store(images: readonly StoredImage[], push: StoredImage): StoredImage[] {
  const present = images.find(({ digest }) => digest === push.digest) ?? { ...push, tags: [] };
  const others = images
    .filter((image) => image !== present)
    .map((image) => ({ ...image, tags: image.tags.filter((tag) => !push.tags.includes(tag)) }));
  return [...others, { ...present, tags: [...new Set([...present.tags, ...push.tags])] }];
}

/** The images that expire at `now`. The first rule that selects an image decides on it. */
function expiring(
  images: readonly StoredImage[],
  { rules }: LifecyclePolicy,
  now: number,
): ReadonlySet<Push> {
  const newestFirst = images.toSorted((a, b) => b.day - a.day || b.order - a.order);
  const undecided = new Set(images);
  return new Set(
    rules.flatMap(({ selection }) => {
      // A rule counts every image that it selects, even those that an earlier rule has decided.
      const selected = newestFirst.filter((image) => selects(selection, image));
      return selected.filter(
        (image, index) => undecided.delete(image) && isMarked(selection, index, now - image.day),
      );
    }),
  );
}

function selects(selection: LifecycleRule["selection"], { tags }: Push): boolean {
  return (
    selection.tagStatus === "any" ||
    selection.tagPatternList.every((pattern) => tags.some((tag) => matchesPattern(tag, pattern)))
  );
}

function isMarked(selection: LifecycleRule["selection"], index: number, age: number): boolean {
  return selection.tagStatus === "any" ? age > selection.countNumber : index >= selection.countNumber;
}
