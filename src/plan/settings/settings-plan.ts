import type { DeepReadonly } from "../../catalogue/frozen.js";
import type { AllowedActions } from "./allowed-actions.js";
import type { EnvironmentPlan } from "./environments.js";
import type { RequiredChecks } from "./required-checks.js";

/** The settings in which GitHub repositories differ. The others are the same for all. */
export type RepositorySettingsPlan = DeepReadonly<{
  /** The repository's system. */
  system: string;
  owner: string;
  /** Name of the repository, without the owner. */
  repository: string;
  actions: AllowedActions;
  /** Approving reviews that a pull request into the default branch needs. */
  reviews: number;
  checks: RequiredChecks;
  /** Patterns of git tags that nobody may move or delete. */
  releaseTags: string[];
  environments: EnvironmentPlan[];
  variables: VariablePlan[];
}>;

/** An Actions variable of a repository. Values that the stack creates are unknown until then. */
export interface VariablePlan {
  readonly name: string;
  readonly value:
    | { readonly kind: "known"; readonly text: string }
    /** ARN of the role of that name. */
    | { readonly kind: "role"; readonly role: string }
    /** Host of the registry that holds this repository of images. */
    | { readonly kind: "registry"; readonly repository: string };
}
