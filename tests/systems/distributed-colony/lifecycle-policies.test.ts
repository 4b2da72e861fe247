import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { lifecyclePolicy } from "../../../src/plan/ecr/lifecycle.js";
import { classesOf } from "../../../src/catalogue/tag-class.js";
import { readConfiguration } from "../../../src/configuration/read.js";
import { distributedColony } from "../../../systems/distributed-colony/index.js";

describe("the scripts' lifecycle policies", () => {
  const files: Readonly<Record<string, string>> = {
    base: "lifecycle-policy.base.json",
    colony: "lifecycle-policy.json",
  };

  for (const { id, tags } of distributedColony.images) {
    it(`are the plan's, so that it does not matter who made the repository (D36): ${id}`, () => {
      const file = `systems/distributed-colony/files/Docker/${files[id] ?? "none"}`;
      assert.deepEqual(
        JSON.parse(readFileSync(file, "utf8")),
        lifecyclePolicy(
          readConfiguration({}, []).configuration.retention,
          classesOf(tags, distributedColony.releaseTags),
        ),
      );
    });
  }
});
