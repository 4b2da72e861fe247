import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadPlan } from "../../components/load-plan.js";
import type { UserError } from "../../src/problems/user-error.js";
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

  /** What is wrong with a checkout at this place. */
  async function problemsAt(checkout: string) {
    pulumi.runtime.setAllConfig({
      "aws:region": "eu-west-1",
      "slipway:owner": "Acme",
      "slipway:checkouts": JSON.stringify({ shop: checkout }),
    });
    const error: unknown = await loadPlan([shop]).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return (error as UserError | undefined)?.problems;
  }
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });
  const where = "slipway:checkouts.shop";

  it("says that it is not there, or is no folder", async () => {
    workspace.write({ file: "" });
    const problem = {
      where,
      expected: "the folder of the system's sources",
      fix: "clone Shop there, or name the folder where it is",
    };
    const [missing, file] = [workspace.inside("missing"), workspace.inside("file")];
    assert.deepEqual(await problemsAt(missing), [{ ...problem, found: `${missing}, which does not exist` }]);
    assert.deepEqual(await problemsAt(file), [{ ...problem, found: `${file}, which is no folder` }]);
  });

  it("names each Dockerfile and context that it lacks, once", async () => {
    workspace.write({ app: "a file" });
    assert.deepEqual(await problemsAt(workspace.root), [
      {
        where,
        expected: "Dockerfile in it",
        found: `${workspace.root} without Dockerfile`,
        fix: "copy systems/shop/files into it, or check out a commit that has it",
      },
      {
        where,
        expected: "the build context app in it",
        found: `${workspace.root} without app`,
        fix: "check out a commit that has it, or correct the catalogue",
      },
    ]);
  });

  it("has nothing to say of one that has them", async () => {
    workspace.write({ Dockerfile: "FROM a", "app/main": "" });
    assert.equal(await problemsAt(workspace.root), undefined);
  });
});
