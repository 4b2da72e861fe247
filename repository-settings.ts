import * as pulumi from "@pulumi/pulumi";
import { declareSettings } from "./components/declare-settings.js";
import { describeChecks } from "./components/outputs.js";
import type { SoftwareSystem } from "./components/software-system.js";
import { githubConnection } from "./config/github-connection.js";
import type { Configuration } from "./plan/configuration.js";
import { planSettings } from "./plan/github/repository-settings.js";
import { catalogue } from "./systems/index.js";

/**
 * The settings of the systems' repositories on GitHub, planned, and ready to be declared once the systems are. The
 * program loads this file only where a stack owns settings: it brings Pulumi's classes for GitHub with it.
 *
 * @throws UserError where GitHub cannot be reached as the stack stands.
 */
export async function prepareSettings(configuration: Configuration) {
  const connection = githubConnection(pulumi.runtime.isDryRun());
  const plans = await planSettings(configuration, catalogue);
  return {
    checks: describeChecks(plans),
    declare: (systems: readonly SoftwareSystem[]) => declareSettings(plans, systems, connection),
  };
}
