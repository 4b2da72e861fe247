import type { CiAccess } from "../configuration/configuration.js";
import type { RegistryScanning } from "./ecr/registry-scanning.js";
import type { ResolvedSystem } from "./resolved-system.js";

/** Everything that a stack declares, by value. */
export interface Plan {
  readonly systems: readonly ResolvedSystem[];
  /** The account's OIDC provider for GitHub. Undefined if no role needs it. */
  readonly oidcProvider: OidcProvider | undefined;
  /** How ECR scans. Undefined if the stack does not set it. */
  readonly registryScanning: RegistryScanning | undefined;
  /** Whether a destroy is refused as a whole. Undefined if the stack owns no ECR repository. */
  readonly isProtected: boolean | undefined;
  /** Steps for a person, one sentence each. */
  readonly toDo: readonly string[];
}

/** Whether the account has the provider already, or the stack creates it. */
export type OidcProvider = Extract<CiAccess, { kind: "role" }>["oidcProvider"];
