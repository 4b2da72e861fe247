import type { Configuration } from "../../configuration/configuration.js";
import type { ResolvedSystem } from "../resolved-system.js";

/** How ECR scans all repositories of an account and region for vulnerabilities. */
export interface RegistryScanning {
  readonly type: "BASIC" | "ENHANCED";
  readonly frequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN";
}

/**
 * A stack's setting for the whole registry; undefined if it sets none or has nothing in ECR. Only enhanced scanning
 * continues after the push.
 */
export function registryScanning(
  { registryScanning: choice }: Pick<Configuration, "registryScanning">,
  systems: readonly ResolvedSystem[],
): RegistryScanning | undefined {
  if (!systems.some(({ host }) => host.kind === "ecr")) return undefined;
  switch (choice) {
    case "none":
      return undefined;
    case "basic":
      return { type: "BASIC", frequency: "SCAN_ON_PUSH" };
    case "enhanced":
      return { type: "ENHANCED", frequency: "CONTINUOUS_SCAN" };
    default:
      return choice satisfies never;
  }
}
