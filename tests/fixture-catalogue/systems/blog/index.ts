import { imageById, type ImageSpec } from "../../../../src/catalogue/image-spec.js";
import type { BaseReference } from "../../../../src/catalogue/image.js";
import type { System } from "../../../../src/catalogue/system.js";
import { metadataLines, type TagPolicy } from "../../../../src/catalogue/tag-policy.js";
import type { Job } from "../../../../src/catalogue/workflow-model.js";
import { proveIdentity, readSources } from "../../../../src/pipeline/permissions.js";
import { build, imageSource } from "../../../../src/pipeline/steps/build.js";
import { setUpBuildx, checkOut } from "../../../../src/pipeline/steps/first-steps.js";
import { logInToEcr } from "../../../../src/pipeline/steps/login.js";
import { generateTags, ownLabels } from "../../../../src/pipeline/steps/metadata.js";
import { findPublished, tagImage } from "../../../../src/pipeline/steps/publish-once.js";

/** How the application's Dockerfile names its base. */
const base: BaseReference = { image: "base", name: "blog-base:latest", buildCommand: "./build-base.sh" };

/** A base image and the application on it, in ECR, with a workflow written by hand. */
export const blog: System = {
  name: "blog",
  repository: "Blog",
  registry: "ecr",
  releaseTags: "v*",
  versions: {
    BUILD_IMAGE: "rust:1.87-alpine3.21",
    RUNTIME_IMAGE: "gcr.io/distroless/cc:nonroot",
  },
  images: [
    {
      id: "base",
      repository: "blog-base",
      dockerfile: "docker/Dockerfile.base",
      context: ".",
      platforms: ["linux/amd64"],
      versionArgs: ["BUILD_IMAGE"],
      tags: [{ kind: "fixed", tag: "latest" }],
    },
    {
      id: "app",
      repository: "blog",
      dockerfile: "docker/Dockerfile",
      context: ".",
      platforms: ["linux/amd64"],
      versionArgs: ["RUNTIME_IMAGE"],
      sourceVersionArg: "VERSION",
      tags: [
        { kind: "fixed", tag: "latest" },
        { kind: "semver", pattern: "{{version}}" },
        { kind: "sha", length: "short" },
      ],
      base,
    },
  ],
  workflows: (images) => [
    {
      name: "Images",
      file: "images.yml",
      about: ["Builds the base and the application on it, and publishes the application to ECR."],
      on: {
        push: { branches: ["main"], tags: ["v*"] },
        pullRequest: { branches: ["main"] },
        dispatch: true,
      },
      jobs: jobs(imageById(images, "base"), imageById(images, "app")),
    },
  ],
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};

const LAYOUT = "${{ runner.temp }}/base";
const NOT_YET_PUBLISHED = "steps.published.outputs.digest == ''";

function jobs(own: ImageSpec, app: ImageSpec): Record<string, Job> {
  const repository = `\${{ steps.ecr.outputs.registry }}/${app.repository}`;
  const tags = "${{ steps.meta.outputs.tags }}";
  const moving = movingTags(app.tags);
  const digest = "${{ steps.published.outputs.digest || steps.app.outputs.digest }}";
  const source = imageSource(app, {
    buildContexts: `${base.name}=oci-layout://${LAYOUT}@\${{ steps.base.outputs.digest }}`,
  });
  const shared = { runsOn: "ubuntu-24.04", timeoutMinutes: 60 } as const;
  return {
    publish: {
      ...shared,
      name: "Build and publish",
      if: "github.event_name != 'pull_request'",
      permissions: { ...readSources, ...proveIdentity },
      steps: [
        checkOut,
        setUpBuildx,
        ...logInToEcr,
        generateTags({
          image: repository,
          tags: metadataLines(app.tags),
          labels: ownLabels(app),
        }),
        findPublished({ tags, moving }),
        buildBase(own, true, NOT_YET_PUBLISHED),
        build({
          name: "Build and push without a tag",
          id: "app",
          condition: NOT_YET_PUBLISHED,
          source: { ...source, labels: "${{ steps.meta.outputs.labels }}" },
          destination: { kind: "digest", name: repository },
        }),
        tagImage({ name: "Give the tags", digest, tags, moving }),
      ],
    },
    "pull-request": {
      ...shared,
      name: "Try to build",
      if: "github.event_name == 'pull_request'",
      permissions: readSources,
      steps: [
        checkOut,
        setUpBuildx,
        buildBase(own, false),
        build({ name: "Build", id: "app", source, destination: { kind: "none" } }),
      ],
    },
  };
}

function buildBase(image: ImageSpec, write: boolean, condition?: string) {
  return build({
    name: "Build the base",
    id: "base",
    ...(condition !== undefined && { condition }),
    source: imageSource(image, {
      labels: `${Object.entries({
        "org.opencontainers.image.source": "${{ github.server_url }}/${{ github.repository }}",
        ...ownLabels(image),
      })
        .map(([name, value]) => `${name}=${value}`)
        .join("\n")}\n`,
    }),
    destination: { kind: "oci-layout", directory: LAYOUT },
    cache: { scope: image.id, write },
  });
}

function movingTags(policy: TagPolicy): string[] {
  return policy.flatMap((rule) => (rule.kind === "fixed" ? [rule.tag] : []));
}
