import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { DockerfileParser } from "dockerfile-ast";
import { lifecyclePolicy } from "../../src/plan/ecr/lifecycle.js";
import { classesOf } from "../../src/catalogue/tag-class.js";
import { keys } from "../../src/configuration/keys.js";
import { distributedColony } from "../../systems/distributed-colony/index.js";
import { catalogue } from "../../systems/index.js";

/** `ARG` → default, of a whole Dockerfile. */
function argumentsOf(file: string): Map<string, string | null> {
  const args = DockerfileParser.parse(readFileSync(file, "utf8")).getARGs();
  return new Map(
    args.flatMap((arg) => {
      const property = arg.getProperty();
      return property === null ? [] : [[property.getName(), property.getValue()] as const];
    }),
  );
}

/** Systems whose Docker files come from here; the others have their own. */
const delivering = catalogue.filter(({ name }) => existsSync(`systems/${name}/files`));

/** Images whose Dockerfile belongs to the service that it builds. `slipway check` looks at those, in a checkout. */
const services: Readonly<Record<string, readonly string[]>> = {
  nullspace: ["node", "gateway", "auth", "website", "ops"],
};

for (const system of delivering) {
  for (const image of system.images) {
    if (services[system.name]?.includes(image.id)) continue;
    describe(`${system.name}/${image.id}: the catalogue and the delivered files agree`, () => {
      const file = `systems/${system.name}/files/${image.dockerfile}`;

      it(`delivers ${image.dockerfile}`, () => {
        assert.ok(existsSync(file));
      });

      it("gives every version argument the Dockerfile's own default, so that CI and desk build the same", () => {
        const args = argumentsOf(file);
        for (const name of image.versionArgs ?? []) assert.equal(args.get(name), system.versions[name], name);
      });

      it("names arguments that the Dockerfile has", () => {
        const args = argumentsOf(file);
        for (const name of [image.sourceVersionArg, ...Object.keys(image.buildArgs ?? {})]) {
          // BuildKit's own need no ARG.
          if (name?.startsWith("BUILDKIT_") === false) assert.ok(args.has(name), name);
        }
      });

      it("names a base that stands in a FROM", () => {
        if (image.base === undefined) return;
        const dockerfile = DockerfileParser.parse(readFileSync(file, "utf8"));
        const bases = dockerfile.getFROMs().map((from) => from.getImage());
        const defaults = [...argumentsOf(file)].filter(([, value]) => value === image.base?.name);
        assert.ok(
          defaults.some(([name]) => bases.includes(`\${${name}}`)) || bases.includes(image.base.name),
        );
      });

      it("stops at a stage that the Dockerfile has", () => {
        if (image.target === undefined) return;
        const stages = DockerfileParser.parse(readFileSync(file, "utf8"))
          .getFROMs()
          .map((from) => from.getBuildStage());
        assert.ok(stages.includes(image.target));
      });
    });
  }
}

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
        lifecyclePolicy(keys.retention.default, classesOf(tags, distributedColony.releaseTags)),
      );
    });
  }
});
