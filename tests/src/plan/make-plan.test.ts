import assert from "node:assert/strict";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { image, planOf, resolved, system } from "./fixtures.js";

describe("makePlan", () => {
  it("builds nothing where no sources are named, and says so", () => {
    const plan = planOf(system(), { checkouts: {} });
    assert.deepEqual(plan.systems[0]?.builds, []);
    assert.match(plan.toDo[0] ?? "", /This stack builds no images of shop/);
  });

  it("builds no image that a desk has no tag for, and says so", () => {
    const untagged = system({
      images: [image({ tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }] })],
    });
    const { systems, toDo } = planOf(untagged);
    assert.deepEqual(systems[0]?.builds, []);
    assert.equal(
      toDo[0],
      "This stack does not build shop/app, because its tags name branches, commits and releases: set slipway:release, or leave it to CI.",
    );
    assert.deepEqual(resolved(untagged, { release: "v1.0.0" }).builds[0]?.tags, ["v1.0.0"]);
  });

  it("can refuse a destroy only where it owns repositories", () => {
    const isProtected = (changes: Partial<Configuration>, subject = system()) =>
      planOf(subject, changes).isProtected;
    assert.equal(isProtected({ protect: true }), true);
    assert.equal(isProtected({ protect: false }), false);
    assert.equal(isProtected({ protect: true }, system({ registry: "ghcr" })), undefined);
    assert.equal(
      isProtected({ protect: true, registry: { kind: "local", address: "localhost:1" } }),
      undefined,
    );
  });
});
