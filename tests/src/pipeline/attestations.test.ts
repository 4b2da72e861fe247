import assert from "node:assert/strict";
import { catalogue } from "../../../systems/index.js";
import { buildsIn, everyJob } from "./placed-jobs.js";

describe("attestations", () => {
  it("every published image has them, and they say nothing of build arguments", () => {
    const bases = new Set(
      catalogue.flatMap(({ images }) =>
        images.flatMap(({ base }) => images.find(({ id }) => id === base?.image)?.dockerfile ?? []),
      ),
    );
    const pushed = everyJob()
      .flatMap(({ job }) => buildsIn(job))
      .filter(({ with: inputs = {} }) =>
        "push" in inputs ? inputs["push"] !== false : String(inputs["outputs"]).includes("push=true"),
      )
      // A base is run by nothing: without attestations its digest is that of the layout it was built from.
      .filter(({ with: inputs = {} }) => !bases.has(String(inputs["file"])));
    assert.ok(pushed.length >= 5, "pushes were found at all");
    for (const { with: inputs = {} } of pushed) {
      assert.deepEqual([inputs["provenance"], inputs["sbom"]], ["mode=min", true]);
    }
  });
});
