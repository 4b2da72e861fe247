import type { CiAccess } from "../configuration/configuration.js";
import type { RegistryScanning } from "./ecr/registry-scanning.js";
import type { ResolvedSystem } from "./resolved-system.js";

/** Everything a stack declares, by value. */
export interface Plan {
  readonly systems: readonly ResolvedSystem[];
  /** The account's OIDC provider for GitHub. Undefined where no role needs it. */
  readonly oidcProvider: OidcProvider | undefined;
  /** How ECR scans. Undefined where the stack leaves that alone. */
  readonly registryScanning: RegistryScanning | undefined;
  /** Whether a destroy is refused as a whole. Undefined where the stack owns no ECR repository. */
  readonly isProtected: boolean | undefined;
  /** What is left for a person to do, one sentence each. */
  readonly toDo: readonly string[];
}

/** Whether the account has the provider already, or the stack creates it. */
export type OidcProvider = Extract<CiAccess, { kind: "role" }>["oidcProvider"];
