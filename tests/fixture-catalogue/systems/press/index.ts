import type { ImageSpec } from "../../../../src/catalogue/image-spec.js";
import type { System } from "../../../../src/catalogue/system.js";
import { metadataLines } from "../../../../src/catalogue/tag-policy.js";
import type { Job } from "../../../../src/catalogue/workflow-model.js";
import {
  proveIdentity,
  pushPackages,
  readSources,
  writeAttestations,
} from "../../../../src/pipeline/permissions.js";
import { attest } from "../../../../src/pipeline/steps/published.js";
import { build, imageSource } from "../../../../src/pipeline/steps/build.js";
import { setUpBuildx, checkOut } from "../../../../src/pipeline/steps/first-steps.js";
import { logInToGhcr } from "../../../../src/pipeline/steps/login.js";
import { generateTags, ownLabels } from "../../../../src/pipeline/steps/metadata.js";

const IMAGE = "ghcr.io/times/press";

/** Another owner's system, with one image on GHCR and a workflow written by hand. */
export const press: System = {
  name: "press",
  owner: "times",
  repository: "press",
  registry: "ghcr",
  releaseTags: "[0-9]+.[0-9]+.[0-9]+",
  versions: { PYTHON_IMAGE: "python:3.12-slim-bookworm" },
  images: [
    {
      id: "press",
      repository: "press",
      dockerfile: "Dockerfile",
      context: "press",
      platforms: ["linux/amd64"],
      versionArgs: ["PYTHON_IMAGE"],
      tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }],
    },
  ],
  workflows: ([image]) => [
    {
      name: "CI",
      file: "ci.yml",
      about: ["Tests every change, and publishes main and releases."],
      on: { push: { branches: ["**"], tags: ["[0-9]+.[0-9]+.[0-9]+"] }, pullRequest: {}, dispatch: true },
      jobs: { test, docker: docker(image), announce },
    },
  ],
};

const test: Job = {
  name: "Test",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 10,
  permissions: readSources,
  steps: [checkOut, { name: "Run the tests", run: "make test\n" }],
};

const announce: Job = {
  name: "Announce",
  needs: ["docker"],
  if: "github.event_name != 'pull_request'",
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 5,
  permissions: {},
  environment: "production",
  steps: [{ name: "Say it", run: "echo published\n" }],
};

function docker(image: ImageSpec): Job {
  return {
    name: "Build and publish",
    needs: ["test"],
    if: "github.event_name != 'pull_request' && (github.ref == 'refs/heads/main' || (github.event_name == 'push' && github.ref_type == 'tag'))",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { ...readSources, ...pushPackages, ...proveIdentity, ...writeAttestations },
    steps: [
      checkOut,
      setUpBuildx,
      logInToGhcr("github.actor"),
      generateTags({ image: IMAGE, tags: metadataLines(image.tags), labels: ownLabels(image) }),
      build({
        name: "Build and push",
        id: "build",
        source: imageSource(image, { labels: "${{ steps.meta.outputs.labels }}" }),
        destination: { kind: "registry", tags: "${{ steps.meta.outputs.tags }}" },
        cache: { scope: image.id, write: true },
      }),
      attest({ image: IMAGE, digest: "${{ steps.build.outputs.digest }}" }),
    ],
  };
}
