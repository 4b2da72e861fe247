import { roleTakers } from "../../plan/access/origins.js";
import { githubRepository, workflowsFor } from "../../plan/access/plan-roles.js";
import type { Configuration } from "../../configuration/configuration.js";
import type { System } from "../../catalogue/system.js";
import type { Finding } from "./finding.js";
import { variablesSettings } from "./links.js";

/** What a system needs of the stack, its AWS account and its Actions variables, from the catalogue. Pure. */
export function stackFindings(system: System, configuration: Configuration): Finding[] {
  return [...roleFindings(system, configuration), ...variableFindings(system, configuration)];
}

function roleFindings(system: System, configuration: Configuration): Finding[] {
  const { ciAccess, registry } = configuration;
  const about = "slipway:ciAccess";
  const takers = roleTakers(workflowsFor(system, configuration));
  if (system.registry !== "ecr" || registry.kind !== "cloud" || takers.length === 0) return [];
  if (ciAccess.kind === "none") {
    return [
      {
        system: system.name,
        about,
        state: "unknown",
        text: "Its workflows assume an AWS role, but this stack creates none.",
        fix: "set slipway:ciAccess to `kind: role`, or create a role by hand and set the variable AWS_ROLE_ARN to it",
      },
    ];
  }
  return [
    ciAccess.oidcProvider === "create"
      ? { system: system.name, about, state: "fine", text: "This stack creates GitHub's OIDC provider." }
      : {
          system: system.name,
          about,
          state: "unknown",
          text: "The AWS account needs GitHub's OIDC provider, which this stack expects to exist.",
          fix: "`aws iam list-open-id-connect-providers` names it; if not, let one stack say `oidcProvider: create`",
          link: "https://console.aws.amazon.com/iam/home#/identity_providers",
        },
  ];
}

/** Optional variables: an image is built with the catalogue's default if one is not set. */
function variableFindings(system: System, configuration: Configuration): Finding[] {
  const names = new Set(system.images.flatMap(({ variableArgs = {} }) => Object.keys(variableArgs)));
  if (names.size === 0) return [];
  const { owner, name } = githubRepository(system, configuration.owner, configuration.ciAccess);
  const repository = `${owner}/${name}`;
  return [
    {
      system: system.name,
      about: repository,
      state: "unknown",
      text: `Its images are built with the Actions variables ${[...names].join(", ")}; one that is not set has the catalogue's default.`,
      fix: "set those whose default is wrong",
      link: variablesSettings(repository),
    },
  ];
}
