import type { MutabilityChoice } from "../../configuration/configuration.js";
import { isMoved, mayCarry, type TagClass } from "../../catalogue/tag-class.js";

/** Whether tags of a repository may be moved; `except` lists the tags that may, at most five (ECR's limit). */
export type Mutability =
  { readonly kind: "mutable" } | { readonly kind: "immutable"; readonly except: readonly string[] };

/** ECR's limit of exclusion filters in one repository. */
export const MAX_EXCLUSIONS = 5;

/** Mutability of a repository: immutable, except for tags that are meant to move. */
export function mutabilityOf(choice: MutabilityChoice, tags: readonly TagClass[]): Mutability {
  switch (choice) {
    case "mutable":
      return { kind: "mutable" };
    case "immutable":
      return { kind: "immutable", except: movingTags(tags) };
    default:
      return choice satisfies never;
  }
}

/** The tags that are meant to move, by name. */
export function movingTags(tags: readonly TagClass[]): string[] {
  return [...new Set(tags.flatMap((tag) => (tag.kind === "moving" ? [tag.tag] : [])))];
}

/** Those of an image's tags that can never be overwritten. */
export function immutableTags(
  tags: readonly string[],
  classes: readonly TagClass[],
  choice: MutabilityChoice,
): string[] {
  const moved = classes.filter((entry) => entry.kind === "moving" || entry.kind === "series");
  return choice === "immutable" ? tags.filter((tag) => !moved.some((entry) => mayCarry(entry, tag))) : [];
}

/**
 * The classes that cannot be excluded from immutability: ECR needs the names of moving tags, and theirs are unknown
 * beforehand. A wildcard would let releases move, too.
 */
export function immovable(classes: readonly TagClass[]): TagClass[] {
  return classes.filter((entry) => isMoved(entry) && entry.kind !== "moving");
}
