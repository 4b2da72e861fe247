import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../../src/plan/plan.js";
import type { SoftwareSystem } from "../software-system.js";
import { declareSettings } from "./declare-settings.js";
import { deliveryConnection, settingsConnection } from "./github-connection.js";
import { handTokenOver, type RepositoryFilesArgs } from "./repository-files.js";

/**
 * A stack's files and settings of GitHub repositories, ready to declare. The program loads this file only if the stack
 * uses GitHub, because it loads Pulumi's classes for GitHub.
 *
 * @throws UserError if the stack's access to GitHub is misconfigured.
 */
export function prepareGithub(plan: Plan) {
  const settings = plan.systems.flatMap((system) => system.settings ?? []);
  const connection = settings.length > 0 ? settingsConnection(pulumi.runtime.isDryRun()) : undefined;
  return {
    deliveries: prepareDeliveries(plan),
    declareSettings: (systems: readonly SoftwareSystem[]) =>
      connection && declareSettings(settings, systems, connection),
  };
}

/** What is delivered, by system. */
function prepareDeliveries({ systems }: Plan): ReadonlyMap<string, RepositoryFilesArgs> {
  const plans = systems.flatMap(({ delivery }) => delivery ?? []);
  if (plans.length === 0) return new Map();
  const { token, baseUrl } = deliveryConnection(pulumi.runtime.isDryRun());
  const ready = handTokenOver(token);
  return new Map(plans.map((plan) => [plan.system, { plan, baseUrl, ready }]));
}
