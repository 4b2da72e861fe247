import { imageSpec } from "../../../src/catalogue/image-spec.js";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import { imageMatrix } from "../../../src/pipeline/image-matrix.js";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";

/** A system of `count` images that one workflow builds. */
export function generatedSystem(name: string, count: number): System {
  const images = Array.from({ length: count }, (_, index): Image => ({
    id: `image-${index}`,
    repository: `${name}-${index}`,
    dockerfile: `services/${index}/Dockerfile`,
    context: ".",
    platforms: ["linux/amd64"],
    tags: [{ kind: "branch", branches: "all" }, { kind: "git-tag" }, { kind: "sha", length: "short" }],
    versionArgs: ["RUST_IMAGE"],
    sourceVersionArg: "REVISION",
  }));
  return {
    name,
    repository: name,
    registry: "ghcr",
    releaseTags: "v*",
    versions: { RUST_IMAGE: "rust:1.83-slim-bookworm" },
    images,
  };
}

/** The workflow that builds it. */
export function generatedWorkflows(system: System): Workflow[] {
  const [first, ...rest] = system.images.map((image) => imageSpec(image, { ...system, owner: "example" }));
  if (first === undefined) return [];
  return [
    {
      name: "Build images",
      file: "build-images.yml",
      about: ["Builds every image."],
      on: { push: { branches: ["main"], tags: [system.releaseTags] }, pullRequest: {}, dispatch: true },
      jobs: imageMatrix([first, ...rest]),
    },
  ];
}
