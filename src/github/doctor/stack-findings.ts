import { roleTakers } from "../../plan/access/roles.js";
import type { OidcProvider } from "../../plan/plan.js";
import type { ResolvedSystem } from "../../plan/resolved-system.js";
import { findingsAbout, type Finding, variablesPage } from "./finding.js";

/** What a system needs of the stack, its AWS account and its Actions variables, from the plan. Pure. */
export function stackFindings(system: ResolvedSystem, oidcProvider: OidcProvider | undefined): Finding[] {
  return [...roleFindings(system, oidcProvider), ...variableFindings(system)];
}

function roleFindings(
  { name, host, workflows }: ResolvedSystem,
  oidcProvider: OidcProvider | undefined,
): Finding[] {
  const finding = findingsAbout(name, "slipway:ciAccess");
  if (host.kind !== "ecr" || roleTakers(workflows).length === 0) return [];
  if (oidcProvider === undefined) {
    const text = "Its workflows assume an AWS role, but this stack creates none.";
    const fix =
      "set slipway:ciAccess to `kind: role`, or create a role by hand and set the variable AWS_ROLE_ARN to it";
    return [finding("unknown", text, fix)];
  }
  if (oidcProvider === "create") return [finding("fine", "This stack creates GitHub's OIDC provider.")];
  return [
    finding(
      "unknown",
      "The AWS account needs GitHub's OIDC provider, which this stack expects to exist.",
      "`aws iam list-open-id-connect-providers` names it; if not, let one stack say `oidcProvider: create`",
      "https://console.aws.amazon.com/iam/home#/identity_providers",
    ),
  ];
}

/** Optional variables: an image is built with the catalogue's default if one is not set. */
function variableFindings(system: ResolvedSystem): Finding[] {
  const names = new Set(system.images.flatMap(({ spec }) => Object.keys(spec.variableArgs)));
  if (names.size === 0) return [];
  const repository = `${system.repository.owner}/${system.repository.name}`;
  const text = `Its images are built with the Actions variables ${[...names].join(", ")}; one that is not set has the catalogue's default.`;
  const fix = "set those whose default is wrong";
  return [findingsAbout(system.name, repository)("unknown", text, fix, variablesPage(repository))];
}
