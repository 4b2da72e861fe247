import type { Configuration } from "../../configuration/configuration.js";
import type { ResolvedSystem } from "../resolved-system.js";

/** How ECR looks for vulnerabilities in all repositories of an account and region. */
export interface RegistryScanning {
  readonly type: "BASIC" | "ENHANCED";
  readonly frequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN";
}

/**
 * What a stack sets for the whole registry; undefined where it leaves that alone, or has nothing in ECR. Enhanced
 * scanning goes on after the push, which is what it is paid for; basic scanning cannot.
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
