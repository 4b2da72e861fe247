import type { CiAccess, Configuration } from "../configuration/configuration.js";
import type { ResolvedSystem } from "./resolved-system.js";
import { toDo } from "./to-do.js";

/** Everything that a stack declares, by value. */
export interface Plan {
  readonly systems: readonly ResolvedSystem[];
  /** The account's OIDC provider for GitHub. Undefined if no role needs it. */
  readonly oidcProvider: OidcProvider | undefined;
  /** How ECR scans. Undefined if the stack does not set it, or has nothing in ECR. */
  readonly registryScanning: RegistryScanning | undefined;
  /** Whether a destroy is refused as a whole. Undefined if the stack owns no ECR repository. */
  readonly isProtected: boolean | undefined;
  /** Steps for a person, one sentence each. */
  readonly toDo: readonly string[];
}

/** Whether the account has the provider already, or the stack creates it. */
export type OidcProvider = Extract<CiAccess, { kind: "role" }>["oidcProvider"];

/** How ECR scans all repositories of an account and region for vulnerabilities. */
export interface RegistryScanning {
  readonly type: "BASIC" | "ENHANCED";
  /** Only enhanced scanning continues after the push. */
  readonly frequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN";
}

const SCANNING: Readonly<Record<Configuration["registryScanning"], RegistryScanning | undefined>> = {
  none: undefined,
  basic: { type: "BASIC", frequency: "SCAN_ON_PUSH" },
  enhanced: { type: "ENHANCED", frequency: "CONTINUOUS_SCAN" },
};

/** Plans a stack of resolved systems. Pure. `problemsOf` must have found nothing. */
export function makePlan(configuration: Configuration, systems: readonly ResolvedSystem[]): Plan {
  const { ciAccess, registryScanning, protect } = configuration;
  const isTrusted = systems.some(({ roles }) => roles.some(({ trusted }) => trusted.kind === "github"));
  return {
    systems,
    oidcProvider: ciAccess.kind === "role" && isTrusted ? ciAccess.oidcProvider : undefined,
    registryScanning: systems.some(({ host }) => host.kind === "ecr")
      ? SCANNING[registryScanning]
      : undefined,
    isProtected: systems.some(({ repositories }) => repositories.length > 0) ? protect : undefined,
    toDo: toDo(configuration, systems),
  };
}
