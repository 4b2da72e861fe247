import { imageById, type ImageSpec } from "../../src/catalogue/image-spec.js";
import type { BaseReference } from "../../src/catalogue/image.js";
import type { System } from "../../src/catalogue/system.js";
import { metadataLines, type TagPolicy } from "../../src/catalogue/tag-policy.js";
import type { Job, Step } from "../../src/catalogue/workflow-model.js";
import { proveIdentity, readSources } from "../../src/pipeline/permissions.js";
import { build, type BuildSource, imageSource } from "../../src/pipeline/steps/build.js";
import { setUpBuildx, checkOut } from "../../src/pipeline/steps/first-steps.js";
import { logInToEcr } from "../../src/pipeline/steps/login.js";
import { generateTags, ownLabels } from "../../src/pipeline/steps/metadata.js";
import { findPublished, tagImage } from "../../src/pipeline/steps/publish-once.js";
import { writeSummary, sign } from "../../src/pipeline/steps/published.js";

/** How the colony's Dockerfile names its base. */
const baseImage: BaseReference = {
  image: "base",
  name: "distributed-colony-base:latest",
  buildCommand: "./build-and-push-base.sh",
};

/** DistributedColony: compiled dependencies in a base image, two small binaries on it (D1–D41). */
export const distributedColony: System = {
  name: "distributed-colony",
  repository: "DistributedColony",
  registry: "ecr",
  releaseTags: "v*",
  versions: {
    CHEF_IMAGE: "lukemathwalker/cargo-chef:latest-rust-1.87-alpine",
    RUNTIME_IMAGE: "gcr.io/distroless/cc:nonroot",
  },
  images: [
    {
      id: "base",
      repository: "distributed-colony-base",
      dockerfile: "Docker/Dockerfile.base",
      context: ".",
      platforms: ["linux/amd64"],
      versionArgs: ["CHEF_IMAGE"],
      tags: [{ kind: "fixed", tag: "latest" }],
    },
    {
      id: "colony",
      repository: "distributed-colony",
      dockerfile: "Docker/Dockerfile",
      context: ".",
      platforms: ["linux/amd64"],
      versionArgs: ["RUNTIME_IMAGE"],
      sourceVersionArg: "BUILD_VERSION",
      tags: [
        { kind: "fixed", tag: "latest" },
        { kind: "semver", pattern: "{{version}}" },
        { kind: "sha", length: "short" },
      ],
      base: baseImage,
    },
  ],
  // D41: both images in CI, published to ECR by OIDC.
  workflows: (images) => {
    const [base, colony] = [imageById(images, "base"), imageById(images, "colony")];
    return [
      {
        name: "Images",
        file: "images.yml",
        about: [
          "Builds the base image and the colony image on top of it, and publishes both to ECR. No key is stored: the stack that",
          "creates the repositories also sets the variables AWS_ROLE_ARN and AWS_REGION.",
        ],
        on: {
          push: { branches: ["main"], tags: ["v*"] },
          pullRequest: { branches: ["main"] },
          dispatch: true,
        },
        jobs: { publish: publish(base, colony), "pull-request": trial(base, colony) },
      },
    ];
  },
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};

const NOT_YET_PUBLISHED = "steps.published.outputs.digest == ''";

function publish(base: ImageSpec, colony: ImageSpec): Job {
  const registry = "${{ steps.ecr.outputs.registry }}";
  const tags = "${{ steps.meta.outputs.tags }}";
  const digest = "${{ steps.published.outputs.digest || steps.colony.outputs.digest }}";
  const baseIsTagged = `${NOT_YET_PUBLISHED} && steps.base-meta.outputs.tags != ''`;
  return {
    name: "Build and publish",
    note: [
      "One job builds both images: the colony builds on the OCI layout that the base step leaves on this runner, so no",
      "registry can substitute another base. Tags are pushed last: if a build fails, no tag has moved.",
    ],
    if: "github.event_name != 'pull_request'",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { ...readSources, ...proveIdentity },
    steps: [
      checkOut,
      setUpBuildx,
      ...logInToEcr,
      generateTags({
        image: `${registry}/${colony.repository}`,
        tags: metadataLines(colony.tags),
        labels: ownLabels(colony),
      }),
      findPublished({ tags, moving: movingTags(colony.tags) }),
      buildBase(base, { write: true, condition: NOT_YET_PUBLISHED }),
      build({
        name: "Build colony image and push by digest",
        id: "colony",
        condition: NOT_YET_PUBLISHED,
        source: { ...colonySource(colony), labels: "${{ steps.meta.outputs.labels }}" },
        destination: { kind: "digest", name: `${registry}/${colony.repository}` },
      }),
      ...sign({ digest, tags, condition: NOT_YET_PUBLISHED }),
      generateTags({
        name: "Generate base image tags",
        id: "base-meta",
        image: `${registry}/${base.repository}`,
        tags: metadataLines(base.tags),
        labels: {},
      }),
      build({
        name: "Push base image by digest",
        id: "base-pushed",
        note: [
          "Published for reference: nothing builds on it. Every step is cached in the builder, and without attestations",
          "the digest equals that of the layout. An unchanged base is already in the registry.",
        ],
        condition: baseIsTagged,
        source: baseSource(base),
        destination: { kind: "digest", name: `${registry}/${base.repository}` },
        attestations: false,
      }),
      tagImage({
        name: "Tag base image",
        condition: baseIsTagged,
        digest: "${{ steps.base.outputs.digest }}",
        tags: "${{ steps.base-meta.outputs.tags }}",
        moving: movingTags(base.tags),
      }),
      tagImage({ name: "Tag colony image", digest, tags, moving: movingTags(colony.tags) }),
      writeSummary({ digest, tags }),
    ],
  };
}

/** What a pull request proposes, built with nothing but the sources in reach. */
function trial(base: ImageSpec, colony: ImageSpec): Job {
  return {
    name: "Try to build",
    note: ["Builds the pull request without login, push, secrets or cache writes."],
    if: "github.event_name == 'pull_request'",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: readSources,
    steps: [
      checkOut,
      setUpBuildx,
      buildBase(base, { write: false }),
      build({
        name: "Build colony image",
        id: "colony",
        source: colonySource(colony),
        destination: { kind: "none" },
      }),
    ],
  };
}

const LAYOUT = "${{ runner.temp }}/base";

/** Compiles the dependencies only when a manifest or the lock changed: the cache knows each step by what it copies (D14). */
function buildBase(base: ImageSpec, { write, condition }: { write: boolean; condition?: string }): Step {
  return build({
    name: "Build base image",
    id: "base",
    ...(condition !== undefined && { condition }),
    source: baseSource(base),
    destination: { kind: "oci-layout", directory: LAYOUT },
    cache: { scope: base.id, write },
  });
}

/** Its labels name no commit, which would make a new base of each. */
function baseSource(image: ImageSpec): BuildSource {
  const labels = {
    "org.opencontainers.image.source": "${{ github.server_url }}/${{ github.repository }}",
    ...ownLabels(image),
  };
  return imageSource(image, {
    labels: Object.entries(labels)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  });
}

/** D4: the base in a FROM is the layout of that digest, never an image that a registry answers with. */
function colonySource(image: ImageSpec): BuildSource {
  return imageSource(image, {
    buildContexts: `${baseImage.name}=oci-layout://${LAYOUT}@\${{ steps.base.outputs.digest }}`,
  });
}

function movingTags(policy: TagPolicy): string[] {
  return policy.flatMap((rule) => (rule.kind === "fixed" ? [rule.tag] : []));
}
