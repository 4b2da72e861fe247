import assert from "node:assert/strict";
import { stackFindings } from "../../../../src/github/doctor/stack-findings.js";
import type { System } from "../../../../src/catalogue/system.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import { blog } from "../../../fixture-catalogue/systems/blog/index.js";
import { shop } from "../../../fixture-catalogue/systems/shop/index.js";
import { planOf } from "../../plan/fixtures.js";

const role = {
  kind: "role",
  oidcProvider: "existing",
  sessionHours: 1,
  githubIds: {},
  pullers: [],
} as const satisfies Configuration["ciAccess"];

/** What is found of a system of a stack. */
function findingsOf(subject: System, changes: Partial<Configuration>) {
  const { systems, oidcProvider } = planOf(subject, { owner: "acme", ...changes });
  return systems.flatMap((system) => stackFindings(system, oidcProvider));
}

describe("stackFindings", () => {
  it("tells who has to make the role and GitHub's provider in AWS", () => {
    const states = [{ kind: "none" } as const, role, { ...role, oidcProvider: "create" } as const].map(
      (ciAccess) => findingsOf(blog, { ciAccess }).map(({ state, text }) => [state, text]),
    );
    assert.deepEqual(states, [
      [["unknown", "Its workflows assume an AWS role, but this stack creates none."]],
      [["unknown", "The AWS account needs GitHub's OIDC provider, which this stack expects to exist."]],
      [["fine", "This stack creates GitHub's OIDC provider."]],
    ]);
  });

  it("says nothing of AWS where the registry is on this machine", () => {
    const registry = { kind: "local", address: "localhost:5055" } as const;
    assert.deepEqual(findingsOf(blog, { ciAccess: role, registry }), []);
  });

  it("names the variables that images are built with", () => {
    const [finding, ...others] = findingsOf(shop, { ciAccess: role });
    assert.deepEqual(others, []);
    assert.deepEqual(
      [finding?.state, finding?.text.split(", ").length, finding?.link],
      ["unknown", 2, "https://github.com/acme/Shop/settings/variables/actions"],
    );
  });
});
