import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadPlan } from "../../components/load-plan.js";
import type { Problem } from "../../src/problems/problem.js";
import { UserError } from "../../src/problems/user-error.js";
import { useWorkspace } from "../src/build/workspace.js";
import { image, system } from "../src/plan/fixtures.js";

describe("loadPlan, of a checkout", () => {
  const workspace = useWorkspace();
  const shop = system({
    images: [
      image({ dockerfile: "Dockerfile", context: "app" }),
      image({ id: "proxy", repository: "proxy" }),
    ],
  });

  /** What is wrong with a checkout at this place: [expected, found, fix]. */
  async function problemsAt(checkout: string) {
    pulumi.runtime.setAllConfig({
      "aws:region": "eu-west-1",
      "slipway:owner": "Acme",
      "slipway:checkouts": JSON.stringify({ shop: checkout }),
    });
    const problems: readonly Problem[] = await loadPlan([shop]).then(
      () => [],
      (error: unknown) => (error instanceof UserError ? error.problems : assert.fail()),
    );
    assert.ok(problems.every(({ where }) => where === "slipway:checkouts.shop"));
    return problems.map(({ expected, found, fix }) => [expected, found, fix]);
  }
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("says that it is not there, or is no folder", async () => {
    workspace.write({ file: "" });
    const expected = "the folder of the system's sources";
    const fix = "clone Shop there, or name the folder where it is";
    const [missing, file] = [workspace.inside("missing"), workspace.inside("file")];
    assert.deepEqual(await problemsAt(missing), [[expected, `${missing}, which does not exist`, fix]]);
    assert.deepEqual(await problemsAt(file), [[expected, `${file}, which is no folder`, fix]]);
  });

  it("names each Dockerfile and context that it lacks, once", async () => {
    workspace.write({ app: "a file" });
    const root = workspace.inside(".");
    const copy = "copy systems/shop/files into it, or check out a commit that has it";
    const correct = "check out a commit that has it, or correct the catalogue";
    assert.deepEqual(await problemsAt(root), [
      ["Dockerfile in it", `${root} without Dockerfile`, copy],
      ["the build context app in it", `${root} without app`, correct],
    ]);
  });

  it("has nothing to say of one that has them", async () => {
    workspace.write({ Dockerfile: "FROM a", "app/main": "" });
    assert.deepEqual(await problemsAt(workspace.inside(".")), []);
  });
});
