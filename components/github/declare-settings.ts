import * as pulumi from "@pulumi/pulumi";
import type { RepositorySettingsPlan, VariablePlan } from "../../src/plan/settings/settings-plan.js";
import { neededInWords } from "../../src/plan/settings/token-permissions.js";
import type { GithubConnection } from "./github-connection.js";
import { GithubProvider } from "./github-provider.js";
import { RepositorySettings } from "./repository-settings.js";
import type { SoftwareSystem } from "../software-system.js";

/**
 * Declares the settings of every repository of a plan, by one provider an owner.
 */
export function declareSettings(
  plans: readonly RepositorySettingsPlan[],
  systems: readonly SoftwareSystem[],
  connection: GithubConnection,
): RepositorySettings[] {
  hintAtPermissions();
  const owners = [...new Set(plans.map(({ owner }) => owner))];
  const providers = new Map(owners.map((owner) => [owner, new GithubProvider(owner, connection)]));
  return plans.map((plan) => {
    const system = known(
      systems.find(({ name }) => name === plan.system),
      plan.system,
    );
    const variables = new Map(plan.variables.map(({ name, value }) => [name, valueOf(value, system)]));
    const provider = known(providers.get(plan.owner), plan.owner);
    return new RepositorySettings(
      plan.system,
      { plan, variables },
      { parent: system, providers: [provider] },
    );
  });
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
