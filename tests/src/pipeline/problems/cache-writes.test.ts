import assert from "node:assert/strict";
import type { Step } from "../../../../src/catalogue/workflow-model.js";
import { writtenCache } from "../../../../src/pipeline/problems/cache-writes.js";

type Inputs = Readonly<Record<string, string>>;

describe("a step that writes a cache that other runs read (user pain 6)", () => {
  const node = "setup-node without package-manager-cache: false";
  type Action = Extract<Step, { uses: unknown }>["uses"];
  const writers: readonly [uses: Action, Inputs, found: string | undefined][] = [
    ["actions/cache/save", {}, "actions/cache/save"],
    ["actions/cache/restore", {}, undefined],
    ["actions/setup-node", {}, node],
    ["actions/setup-node", { "package-manager-cache": "false", cache: "npm" }, node],
    ["actions/setup-node", { "package-manager-cache": "false" }, undefined],
    ["aquasecurity/trivy-action", {}, "trivy-action without cache: false"],
    ["aquasecurity/trivy-action", { cache: "false" }, undefined],
    ["docker/setup-buildx-action", {}, "setup-buildx-action without cache-binary: false"],
    ["docker/setup-buildx-action", { "cache-binary": "false" }, undefined],
    [
      "docker/build-push-action",
      { "cache-to": "type=inline\ntype=gha,scope=a\n" },
      "cache-to type=gha,scope=a",
    ],
    ["docker/build-push-action", { "cache-to": "type=inline" }, undefined],
  ];
  for (const [uses, inputs, found] of writers) {
    it(`is ${found === undefined ? "not " : ""}${uses} with ${JSON.stringify(inputs)}`, () => {
      assert.equal(
        writtenCache({ name: "x", uses }, (input) => [inputs[input] ?? []].flat()),
        found,
      );
    });
  }

  it("is no script, and is a switch that is not off in every cell", () => {
    assert.equal(
      writtenCache({ name: "x", run: "true" }, () => []),
      undefined,
    );
    const trivy: Step = { name: "x", uses: "aquasecurity/trivy-action" };
    assert.ok(writtenCache(trivy, () => ["false", "true"]));
  });
});
