import assert from "node:assert/strict";
import { catalogue } from "../../../systems/index.js";
import { imageMatrix } from "../../../src/pipeline/image-matrix.js";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";
import { image, system } from "../plan/fixtures.js";
import { plannedImages } from "./catalogue.js";
import { buildsIn, everyJob, jobsOf } from "./placed-jobs.js";
import { stepOf } from "./rendered.js";
import { resolver } from "./resolve.js";

describe("pain 8: what runs an image decides whether it has attestations", () => {
  it("a container's image has them, and says nothing of build arguments", () => {
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

  const attestations = async (...runtimes: ("container" | "lambda")[]) => {
    const resolve = await resolver();
    const images = runtimes.map((runtime, index) =>
      image({ id: `image-${index}`, repository: `shop-${index}`, runtime }),
    );
    const [first, ...rest] = plannedImages(system({ images }));
    assert.ok(first);
    const value: Workflow = {
      name: "x",
      file: "x.yml",
      about: [],
      on: {},
      jobs: imageMatrix([first, ...rest]),
    };
    const { job } = jobsOf("shop", [value])[0] ?? {};
    assert.ok(job);
    const { with: inputs = {} } = stepOf(job, "Build and push");
    return (job.strategy?.matrix.include ?? []).map((matrix) =>
      ["provenance", "sbom"].map((input) => resolve(String(inputs[input]), { matrix })),
    );
  };
  const attested = ["mode=min", "true"];
  const plain = ["false", "false"];

  it("a function's image has none: AWS Lambda refuses an index", async () => {
    assert.deepEqual(await attestations("lambda"), [plain]);
    assert.deepEqual(await attestations("lambda", "lambda"), [plain, plain]);
  });

  it("in one matrix each image has what is right for it", async () => {
    assert.deepEqual(await attestations("container", "lambda", "container"), [attested, plain, attested]);
    assert.deepEqual(await attestations("container", "container"), [attested, attested]);
  });
});
