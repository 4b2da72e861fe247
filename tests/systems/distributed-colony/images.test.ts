import assert from "node:assert/strict";
import { requiredChecksOf } from "../required-checks.js";
import { tagsFor } from "../../../src/catalogue/tag-policy.js";
import { distributedColony } from "../../../systems/distributed-colony/index.js";
import {
  jobOf,
  renderedWorkflow,
  type RenderedJob,
  stepOf,
  workflowTexts,
} from "../../src/pipeline/rendered.js";

const names = ({ steps }: RenderedJob) => steps.map(({ name }) => name);

describe("DistributedColony: images.yml (D41)", () => {
  const workflow = renderedWorkflow(distributedColony, "images.yml");
  const text = workflowTexts(distributedColony)["images.yml"] ?? "";
  const publish = jobOf(workflow, "publish");
  const trial = jobOf(workflow, "pull-request");
  const layout =
    "distributed-colony-base:latest=oci-layout://${{ runner.temp }}/base@${{ steps.base.outputs.digest }}";

  it("publishes main, release tags and what a person starts", () => {
    assert.deepEqual(workflow.on, {
      push: { branches: ["main"], tags: ["v*"] },
      pull_request: { branches: ["main"] },
      workflow_dispatch: null,
    });
    assert.equal(publish.if, "github.event_name != 'pull_request'");
  });

  it("logs in to ECR by OIDC: there is no stored key (D41)", () => {
    assert.deepEqual(stepOf(publish, "Assume AWS role").with, {
      "role-to-assume": "${{ vars.AWS_ROLE_ARN }}",
      "aws-region": "${{ vars.AWS_REGION }}",
      "role-session-name": "run-${{ github.run_id }}",
    });
    assert.deepEqual(publish.permissions, { contents: "read", "id-token": "write" });
    assert.equal(text.includes("secrets."), false);
  });

  it("builds for linux/amd64 alone (D3)", () => {
    for (const job of [publish, trial])
      for (const { uses, with: inputs } of job.steps)
        if (uses?.startsWith("docker/build-push-action@") === true)
          assert.equal(inputs?.["platforms"], "linux/amd64");
  });

  it("never pulls the base: the colony is built on the layout of the digest that was built here (D4)", () => {
    assert.equal(stepOf(publish, "Build colony image and push by digest").with?.["build-contexts"], layout);
    assert.equal(stepOf(trial, "Build colony image").with?.["build-contexts"], layout);
    for (const job of [publish, trial]) {
      const base = stepOf(job, "Build base image");
      assert.equal(base.id, "base");
      assert.equal(
        base.with?.["outputs"],
        "type=oci,tar=false,dest=${{ runner.temp }}/base,rewrite-timestamp=true",
      );
    }
    assert.doesNotMatch(text, /docker (image )?pull|pull: true|type=registry|docker-image:/);
  });

  it("knows the base's steps by what they copy, so only manifests and the lock rebuild it (D14)", () => {
    const { with: inputs } = stepOf(publish, "Build base image");
    assert.equal(inputs?.["file"], "Docker/Dockerfile.base");
    assert.equal(inputs["cache-from"], "type=gha,scope=base");
    assert.equal(
      inputs["cache-to"],
      "${{ github.ref_type == 'branch' && 'type=gha,scope=base,mode=max,ignore-error=true,timeout=10m' || '' }}",
    );
    assert.equal(
      inputs["labels"],
      "org.opencontainers.image.source=${{ github.server_url }}/${{ github.repository }}\norg.opencontainers.image.title=distributed-colony-base\norg.opencontainers.image.created=1980-01-01T00:00:00.000Z\n",
      "nothing that differs from commit to commit",
    );
  });

  it("builds the colony with the commit as its version, under the catalogue's arguments", () => {
    const { with: inputs } = stepOf(publish, "Build colony image and push by digest");
    assert.equal(inputs?.["context"], ".");
    assert.equal(inputs["file"], "Docker/Dockerfile");
    assert.equal(
      inputs["build-args"],
      "RUNTIME_IMAGE=gcr.io/distroless/cc:nonroot\nBUILD_VERSION=${{ github.sha }}\n",
    );
  });

  it("moves no tag before both images are built, pushed and signed (user pain 17)", () => {
    assert.deepEqual(names(publish), [
      "Check out repository",
      "Set up Docker Buildx",
      "Assume AWS role",
      "Log in to ECR",
      "Generate tags and labels",
      "Find published image",
      "Build base image",
      "Build colony image and push by digest",
      "Install cosign",
      "Sign image",
      "Generate base image tags",
      "Push base image by digest",
      "Tag base image",
      "Tag colony image",
      "Write job summary",
    ]);
    for (const [step, repository] of [
      ["Build colony image and push by digest", "distributed-colony"],
      ["Push base image by digest", "distributed-colony-base"],
    ] as const) {
      const { with: inputs } = stepOf(publish, step);
      assert.equal(inputs?.["tags"], undefined);
      assert.equal(
        inputs?.["outputs"],
        `type=image,name=\${{ steps.ecr.outputs.registry }}/${repository},push-by-digest=true,name-canonical=true,push=true,rewrite-timestamp=true`,
      );
    }
  });

  it("tags the base by the digest that the colony stands on (D34)", () => {
    const { env, if: condition } = stepOf(publish, "Tag base image");
    assert.deepEqual(env, {
      DIGEST: "${{ steps.base.outputs.digest }}",
      REFERENCES: "${{ steps.base-meta.outputs.tags }}",
      MOVING: "latest",
    });
    assert.equal(condition, "steps.published.outputs.digest == '' && steps.base-meta.outputs.tags != ''");
    const { with: inputs } = stepOf(publish, "Push base image by digest");
    assert.deepEqual(
      [inputs?.["provenance"], inputs?.["sbom"]],
      [false, false],
      "or the digest were another",
    );
  });

  it("attaches SBOM and provenance to the colony, and signs its digest (D41)", () => {
    const { with: inputs } = stepOf(publish, "Build colony image and push by digest");
    assert.deepEqual([inputs?.["provenance"], inputs?.["sbom"]], ["mode=min", true]);
    const { env, run } = stepOf(publish, "Sign image");
    assert.equal(env?.["DIGEST"], "${{ steps.published.outputs.digest || steps.colony.outputs.digest }}");
    assert.match(run ?? "", /cosign sign --yes "\$\{reference%:\*\}@\$DIGEST"/);
  });

  it("builds nothing of a commit that was published before (user pain 9)", () => {
    for (const step of ["Build base image", "Build colony image and push by digest", "Sign image"])
      assert.equal(stepOf(publish, step).if, "steps.published.outputs.digest == ''");
  });

  it("names the colony by version and commit, and latest on the default branch (D37, D41)", () => {
    const colony = distributedColony.images.find(({ id }) => id === "colony") ?? assert.fail("no colony");
    const tagsOf = (ref: string) =>
      tagsFor(colony.tags, { name: "push", ref, sha: "0123456789".repeat(4), defaultBranch: "main" });
    assert.deepEqual(tagsOf("refs/heads/main"), ["latest", "sha-0123456"]);
    assert.deepEqual(tagsOf("refs/tags/v1.2.3"), ["1.2.3", "sha-0123456"]);
    assert.deepEqual(stepOf(publish, "Generate tags and labels").with, {
      images: "${{ steps.ecr.outputs.registry }}/distributed-colony",
      flavor: "latest=false",
      tags: "type=raw,value=latest,enable={{is_default_branch}}\ntype=semver,pattern={{version}}\ntype=sha\n",
      labels:
        "org.opencontainers.image.title=distributed-colony\norg.opencontainers.image.created=1980-01-01T00:00:00.000Z\n",
    });
  });

  it("lets a pull request build both with nothing but the sources (user pains 6 and 14)", () => {
    assert.deepEqual(trial.permissions, { contents: "read" });
    assert.deepEqual(names(trial), [
      "Check out repository",
      "Set up Docker Buildx",
      "Build base image",
      "Build colony image",
    ]);
    assert.equal(stepOf(trial, "Build base image").with?.["cache-to"], undefined);
    assert.equal(stepOf(trial, "Build colony image").with?.["push"], false);
  });

  it("lets a pull request wait for both images to build", async () => {
    assert.deepEqual(await requiredChecksOf(distributedColony), ["Try to build"]);
  });
});
