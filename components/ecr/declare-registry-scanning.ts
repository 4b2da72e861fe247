import { RegistryScanningConfiguration } from "@pulumi/aws/ecr";
import type { RegistryScanning } from "../../src/plan/ecr/registry-scanning.js";

/**
 * Declares how ECR scans. An account and region have one such setting, for all repositories, other stacks' included. A
 * destroy restores AWS's default.
 */
export function declareRegistryScanning({
  type,
  frequency,
}: RegistryScanning): RegistryScanningConfiguration {
  return new RegistryScanningConfiguration("scanning", {
    scanType: type,
    rules: [{ scanFrequency: frequency, repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
  });
}
