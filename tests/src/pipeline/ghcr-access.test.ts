import assert from "node:assert/strict";
import { parse } from "yaml";
import { catalogue } from "../../../systems/index.js";
import { readWorkflow, workflowTexts, type RenderedJob, type RenderedStep } from "./rendered.js";

interface PlacedJob {
  readonly where: string;
  readonly job: RenderedJob;
}

/** Every job of every workflow file of the systems in a registry, as GitHub reads it. */
function jobsOf(registry: "ecr" | "ghcr"): PlacedJob[] {
  return catalogue
    .filter((system) => system.registry === registry)
    .flatMap((system) =>
      Object.entries(workflowTexts(system)).flatMap(([file, text]) =>
        Object.entries(readWorkflow(parse(text)).jobs).map(([id, job]) => ({
          where: `${system.name}, ${file}, ${id}`,
          job,
        })),
      ),
    );
}

/** Whether a step sends something to the registry: an image, a name for one, a signature or an attestation. */
function pushes({ uses = "", with: inputs = {}, run = "" }: RenderedStep): boolean {
  if (uses.startsWith("docker/build-push-action@"))
    return ("push" in inputs && inputs["push"] !== false) || String(inputs["outputs"]).includes("push=true");
  if (uses.startsWith("actions/attest@")) return inputs["push-to-registry"] === true;
  return /docker buildx imagetools create|docker push|cosign sign/.test(run);
}

describe("access to GHCR (N18, N27)", () => {
  it("is given to exactly the jobs that push", () => {
    const jobs = jobsOf("ghcr");
    const writing = jobs.filter(({ job }) => job.permissions["packages"] === "write");
    const pushing = jobs.filter(({ job }) => job.steps.some(pushes));
    assert.ok(pushing.length >= 5, "pushes were found at all");
    assert.deepEqual(
      writing.map(({ where }) => where),
      pushing.map(({ where }) => where),
    );
    assert.deepEqual(
      jobsOf("ecr").filter(({ job }) => "packages" in job.permissions),
      [],
    );
  });

  it("links each package to its repository: every image that is pushed bears its source as a label", () => {
    const builds = jobsOf("ghcr").flatMap(({ where, job }) =>
      job.steps
        .filter((step) => step.uses?.startsWith("docker/build-push-action@") === true && pushes(step))
        .map(({ with: inputs = {} }) => ({ where, job, labels: inputs["labels"] })),
    );
    assert.ok(builds.length >= 4, "pushes were found at all");
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
    const texts = catalogue.flatMap((system) => Object.values(workflowTexts(system)));
    assert.ok(texts.length >= 5, "workflows were found at all");
    for (const text of texts)
      assert.doesNotMatch(text, /\b\d{12}\b|arn:aws|\.dkr\.ecr\.|aws-region: +["']?[a-z]/);
    const told = texts.filter((text) => text.includes("aws-actions/"));
    for (const text of told) {
      assert.match(text, /role-to-assume: \$\{\{ vars\.AWS_ROLE_ARN \}\}/);
      assert.match(text, /aws-region: \$\{\{ vars\.AWS_REGION \}\}/);
    }
    assert.equal(told.length, catalogue.filter(({ registry }) => registry === "ecr").length);
  });
});
