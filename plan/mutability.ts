import type { TagClass } from "./system.js";

/** Whether tags of a repository may be moved; `except` lists the tags that may, at most five (ECR's limit). */
export type Mutability =
  { readonly kind: "mutable" } | { readonly kind: "immutable"; readonly except: readonly string[] };

/** How a stack wants tags treated. */
export type MutabilityChoice = "mutable" | "immutable";

/** ECR takes no more exclusion filters than this in one repository. */
export const MAX_EXCLUSIONS = 5;

/** Mutability of a repository: where tags are immutable, the ones that exist to be moved are left out. */
export function mutabilityOf(choice: MutabilityChoice, tags: readonly TagClass[]): Mutability {
  switch (choice) {
    case "mutable":
      return { kind: "mutable" };
    case "immutable":
      return {
        kind: "immutable",
        except: [...new Set(tags.flatMap((tag) => (tag.kind === "moving" ? [tag.tag] : [])))],
      };
    default:
      return choice satisfies never;
  }
}

/** Whether a push under this tag can never be overwritten. */
export function isImmutable(tag: string, mutability: Mutability): boolean {
  return mutability.kind === "immutable" && !mutability.except.includes(tag);
}
