import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { checkCheckout } from "../../src/delivery/drift/check-checkout.js";
import { foreignPushes } from "../../src/delivery/drift/foreign-pushes.js";
import { readDockerfile } from "../../src/delivery/drift/read-dockerfile.js";
import { deliveredFiles } from "../../src/delivery/delivered-files.js";
import { writeFiles } from "../../src/delivery/write.js";
import { problemsOfWorkflows } from "../../src/pipeline/workflow-problems.js";
import { problemsOf } from "../../src/plan/catalogue-problems.js";
import { dependents } from "../../src/plan/public-images.js";
import { allowedActions } from "../../src/plan/settings/allowed-actions.js";
import { parseImageReference } from "../../src/registry/image-reference.js";
import { catalogue } from "../../systems/index.js";
import { substituteFor } from "../../tools/local/substitutes.js";
import { temporaryFolder } from "../src/delivery/temporary-folder.js";
import { exampleCheckouts } from "../../tools/local/examples.js";
import { configuration } from "../src/plan/access/configuration.js";
import { everyRepository } from "./every-repository.js";
import { resolved } from "../src/plan/fixtures.js";

describe("the project's catalogue", () => {
  it("has nothing wrong, roles included", () => {
    const systems = catalogue.map(({ name }) => name);
    assert.deepEqual(problemsOf({ ...configuration, systems, checkouts: {} }, catalogue), []);
  });

  for (const system of catalogue) {
    it(`delivers workflows to ${system.name} that push its own images alone`, () => {
      const checkout = temporaryFolder();
      const files = deliveredFiles(resolved(system));
      writeFiles(checkout, files);
      const asDelivered = new Set(files.map((file) => file.path));
      assert.deepEqual(foreignPushes(checkout, resolved(system), asDelivered), []);
    });
  }

  for (const system of catalogue) {
    const sample = exampleCheckouts[system.name] ?? "";

    it(`can build the sample of ${system.name}: its Dockerfiles, contexts, arguments, stages and bases agree`, () => {
      const { problems } = checkCheckout(
        resolved(system, {}, { filesOf: (of) => deliveredFiles(of) }),
        sample,
      );
      // An image for development alone compiles with another profile than the program is shipped with.
      assert.deepEqual(
        problems.filter(({ where }) => !where.endsWith(", Cargo.toml")),
        [],
      );
    });

    it(`gives version arguments of ${system.name} the Dockerfiles' own defaults`, () => {
      for (const { dockerfile, versionArgs = [] } of system.images) {
        const { args } = readDockerfile(readFileSync(path.join(sample, dockerfile), "utf8"));
        for (const name of versionArgs) assert.equal(args.get(name), system.versions[name], name);
      }
    });
  }

  it("names each public image with a tag, and this machine can make a substitute for it", () => {
    for (const { base } of dependents(catalogue.map((system) => resolved(system)))) {
      assert.notEqual(parseImageReference(base)?.tag, undefined, base);
      assert.notEqual(substituteFor(base), undefined, base);
    }
  });
});

for (const { name, workflows } of everyRepository) {
  describe(`the workflows of ${name}`, () => {
    it("have nothing wrong", async () => {
      assert.deepEqual(await problemsOfWorkflows(workflows, name), []);
    });

    it("use actions alone that its repository settings allow", () => {
      const { githubOwned, patterns } = allowedActions(workflows, []);
      const steps = workflows.flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));
      for (const action of steps.flatMap((step) => ("uses" in step ? step.uses : [])))
        assert.ok(
          /^(?:actions|github)\//.test(action) ? githubOwned : patterns.includes(`${action}@*`),
          action,
        );
    });
  });
}
