import assert from "node:assert/strict";
import fc from "fast-check";
import { allowedActions } from "../../../../src/plan/settings/allowed-actions.js";
import { actions, type ActionName } from "../../../../src/catalogue/actions.js";
import type { Step, Workflow } from "../../../../src/catalogue/workflow-model.js";
import { job, workflow } from "../../pipeline/fixtures.js";

/** A workflow that uses these actions, a job each. */
function using(...names: readonly ActionName[]): Workflow {
  const steps = names.map((uses): Step => ({ name: uses, uses }));
  return workflow({
    jobs: Object.fromEntries(steps.map((step, index) => [`j${index}`, job({ steps: [step] })])),
  });
}

describe("allowedActions", () => {
  it("allows what is used, once, GitHub's own by its switch", () => {
    const patterns = ["docker/login-action@*"];
    const login = using("docker/login-action");
    const both = using("docker/login-action", "actions/checkout");
    assert.deepEqual(allowedActions([both, login], []), { githubOwned: true, patterns });
    assert.deepEqual(allowedActions([login], []), { githubOwned: false, patterns });
  });

  it("allows what an action runs in turn", () => {
    assert.deepEqual(allowedActions([using("aquasecurity/trivy-action")], []), {
      githubOwned: true,
      patterns: ["aquasecurity/setup-trivy@*", "aquasecurity/trivy-action@*"],
    });
  });

  it("allows nothing where nothing is used, and what a stack adds", () => {
    assert.deepEqual(allowedActions([workflow()], []), { githubOwned: false, patterns: [] });
    assert.deepEqual(allowedActions([using("docker/login-action")], ["a/b@*", "docker/login-action@*"]), {
      githubOwned: false,
      patterns: ["a/b@*", "docker/login-action@*"],
    });
  });

  it("allows no owner as a whole, whatever is used (property)", () => {
    const names = Object.keys(actions) as ActionName[];
    fc.assert(
      fc.property(fc.subarray(names), (used) => {
        const { patterns } = allowedActions([using(...used)], []);
        for (const pattern of patterns) assert.match(pattern, /^[\w-]+(?:\/[\w-]+)+@\*$/);
        const allowed = new Set(patterns.map((pattern) => pattern.slice(0, -2)));
        const unused = names.filter((name) => !used.includes(name) && !/^(?:actions|github)\//.test(name));
        assert.ok(!unused.some((name) => allowed.has(name)));
      }),
    );
  });
});
