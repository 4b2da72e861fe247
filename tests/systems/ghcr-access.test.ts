import assert from "node:assert/strict";
import { workflowsOf } from "../src/pipeline/catalogue.js";
import { buildsIn, jobsOf, pushes } from "../src/pipeline/placed-jobs.js";
import type { RenderedStep } from "../src/pipeline/rendered.js";
import { everySystem } from "./every-repository.js";

const jobsIn = (registry: "ecr" | "ghcr") =>
  everySystem
    .filter((system) => system.registry === registry)
    .flatMap((system) => jobsOf(system.name, workflowsOf(system)));

/** Whether a step sends something to the registry: an image, a name for one, a signature or an attestation. */
function sends(step: RenderedStep): boolean {
  const { uses = "", with: inputs = {}, run = "" } = step;
  if (uses.startsWith("docker/build-push-action@")) return pushes(step);
  if (uses.startsWith("actions/attest@")) return inputs["push-to-registry"] === true;
  return /docker buildx imagetools create|docker push|cosign sign/.test(run);
}

describe("access to GHCR (N18, N27)", () => {
  it("is given to exactly the jobs that push", () => {
    const jobs = jobsIn("ghcr");
    const pushing = jobs.filter(({ job }) => job.steps.some(sends));
    assert.ok(pushing.length >= 3, "pushes were found at all");
    assert.deepEqual(
      jobs.filter(({ job }) => job.permissions["packages"] === "write").map(({ where }) => where),
      pushing.map(({ where }) => where),
    );
    assert.deepEqual(
      jobsIn("ecr").filter(({ job }) => "packages" in job.permissions),
      [],
    );
  });

  it("links each package to its repository: every image that is pushed bears its source as a label", () => {
    const builds = jobsIn("ghcr").flatMap(({ where, job }) =>
      buildsIn(job)
        .filter(pushes)
        .map(({ with: inputs = {} }) => ({ where, job, labels: inputs["labels"] })),
    );
    assert.ok(builds.length >= 3, "pushes were found at all");
    for (const { where, job, labels } of builds) {
      // The action makes that label of the repository it runs in.
      assert.equal(labels, "${{ steps.meta.outputs.labels }}", where);
      const meta = job.steps.find(({ id }) => id === "meta");
      assert.match(String(meta?.uses), /^docker\/metadata-action@/, where);
      assert.doesNotMatch(String(meta?.with?.["labels"]), /image\.source/, where);
    }
  });
});

describe("workflows", () => {
  it("name no AWS account, role or registry: the stack tells them by Actions variables", () => {
    for (const { text } of [...jobsIn("ecr"), ...jobsIn("ghcr")])
      assert.doesNotMatch(text, /\b\d{12}\b|arn:aws|\.dkr\.ecr\.|aws-region: +["']?[a-z]/);
    const told = jobsIn("ecr").filter(({ text }) => text.includes("aws-actions/"));
    assert.ok(told.length >= 1, "logins were found at all");
    for (const { text } of told) {
      assert.match(text, /role-to-assume: \$\{\{ vars\.AWS_ROLE_ARN \}\}/);
      assert.match(text, /aws-region: \$\{\{ vars\.AWS_REGION \}\}/);
    }
    assert.ok(jobsIn("ghcr").every(({ text }) => !text.includes("aws-actions/")));
  });
});
