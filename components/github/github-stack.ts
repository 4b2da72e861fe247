import * as pulumi from "@pulumi/pulumi";
import { declareSettings } from "./declare-settings.js";
import { describeChecks } from "../outputs.js";
import { handTokenOver, type RepositoryFilesArgs } from "./repository-files.js";
import type { SoftwareSystem } from "../software-system.js";
import { deliveryConnection } from "./delivery-connection.js";
import { githubConnection } from "./github-connection.js";
import { planDeliveries } from "../../src/delivery/plan-deliveries.js";
import type { Configuration } from "../../src/configuration/configuration.js";
import { planSettings } from "../../src/plan/settings/repository-settings.js";
import type { System } from "../../src/catalogue/system.js";

/**
 * A stack's share of GitHub: the files of repositories and their settings, planned, and ready to be declared. The
 * program loads this file only where a stack has a share: it brings the workflows and Pulumi's classes for GitHub.
 *
 * @throws UserError where GitHub cannot be reached as the stack stands, or the files cannot be delivered as they are.
 */
export async function prepareGithub(configuration: Configuration, catalogue: readonly System[]) {
  const settings = await prepareSettings(configuration, catalogue);
  return { deliveries: prepareDeliveries(configuration, catalogue), ...settings };
}

/** What is delivered, by system. */
function prepareDeliveries(
  configuration: Configuration,
  catalogue: readonly System[],
): ReadonlyMap<string, RepositoryFilesArgs> {
  if (configuration.delivery === "off") return new Map();
  const { token, baseUrl } = deliveryConnection(pulumi.runtime.isDryRun());
  const ready = handTokenOver(token);
  const plans = planDeliveries(configuration, catalogue);
  return new Map(plans.map((plan) => [plan.system, { plan, baseUrl, ready }]));
}

/** What is set, once the systems are declared; `checks` as the stack's output lists them. */
async function prepareSettings(configuration: Configuration, catalogue: readonly System[]) {
  if (configuration.repositorySettings.kind === "none") return undefined;
  const connection = githubConnection(pulumi.runtime.isDryRun());
  const plans = await planSettings(configuration, catalogue);
  return {
    checks: describeChecks(plans),
    declareSettings: (systems: readonly SoftwareSystem[]) => declareSettings(plans, systems, connection),
  };
}
