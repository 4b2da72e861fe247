import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../../src/plan/plan.js";
import type { RepositorySettingsPlan, VariablePlan } from "../../src/plan/resolved-system.js";
import { neededInWords } from "../../src/plan/settings/token-permissions.js";
import type { SoftwareSystem } from "../software-system.js";
import { deliveryConnection, type GithubConnection, settingsConnection } from "./github-connection.js";
import { GithubProvider } from "./github-provider.js";
import { handTokenOver, type RepositoryFilesArgs } from "./repository-files.js";
import { RepositorySettings } from "./repository-settings.js";

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
    declareSettings: (systems: readonly SoftwareSystem[]) => {
      if (connection !== undefined) declareSettings(settings, systems, connection);
    },
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

/** Declares the settings of every repository of a plan, by one provider an owner. */
function declareSettings(
  plans: readonly RepositorySettingsPlan[],
  systems: readonly SoftwareSystem[],
  connection: GithubConnection,
): void {
  hintAtPermissions();
  const owners = [...new Set(plans.map(({ owner }) => owner))];
  const providers = new Map(owners.map((owner) => [owner, new GithubProvider(owner, connection)]));
  for (const plan of plans) {
    const system = known(
      systems.find(({ name }) => name === plan.system),
      plan.system,
    );
    const variables = new Map(plan.variables.map(({ name, value }) => [name, valueOf(value, system)]));
    const provider = known(providers.get(plan.owner), plan.owner);
    const options = { parent: system, providers: [provider] };
    new RepositorySettings(plan.system, { plan, variables }, options);
  }
}

/** GitHub does not name the missing permission, and neither does Pulumi's plugin. */
function hintAtPermissions(): void {
  if (pulumi.runtime.isDryRun()) return;
  void pulumi.log.info(
    `If GitHub answers 403 or 404, the token lacks a permission. For settings it needs, on each repository: ${neededInWords()}.`,
  );
}

function valueOf(
  value: VariablePlan["value"],
  { roles, repositories }: SoftwareSystem,
): pulumi.Input<string> {
  switch (value.kind) {
    case "known":
      return value.text;
    case "role":
      return known(roles.get(value.role), value.role);
    case "registry":
      return known(repositories.get(value.repository), value.repository).url.apply(hostOf);
    default:
      return value satisfies never;
  }
}

function hostOf(url: string): string {
  return url.slice(0, url.indexOf("/"));
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`the plan of the settings names ${name}, which is not declared`);
  return found;
}
