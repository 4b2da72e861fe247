import type { DeepReadonly } from "../../catalogue/frozen.js";
import type { AllowedActions } from "./allowed-actions.js";
import type { EnvironmentPlan } from "./environments.js";
import type { RequiredChecks } from "./required-checks.js";

/** What differs between the settings of one repository on GitHub and another's. The rest is the same for all. */
export type RepositorySettingsPlan = DeepReadonly<{
  /** The system whose repository it is. */
  system: string;
  owner: string;
  /** Name of the repository, without the owner. */
  repository: string;
  actions: AllowedActions;
  /** Approving reviews that a pull request into the default branch needs. */
  reviews: number;
  checks: RequiredChecks;
  /** Patterns of the git tags that nobody may move or delete once they are made. */
  releaseTags: string[];
  environments: EnvironmentPlan[];
  variables: VariablePlan[];
}>;

/** An Actions variable of a repository. What the stack makes is known only when it is made. */
export interface VariablePlan {
  readonly name: string;
  readonly value:
    | { readonly kind: "known"; readonly text: string }
    /** ARN of the role of that name. */
    | { readonly kind: "role"; readonly role: string }
    /** Host of the registry that holds this repository of images. */
    | { readonly kind: "registry"; readonly repository: string };
}
