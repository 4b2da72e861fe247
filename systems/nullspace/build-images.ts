import type { ImageSpecs } from "../../src/catalogue/image-spec.js";
import { imageMatrix } from "../../src/pipeline/image-matrix.js";
import type { Workflow } from "../../src/catalogue/workflow-model.js";

/** N1–N30: every service from one matrix. */
export function buildImages(images: ImageSpecs, releaseTags: string): Workflow {
  return {
    name: "Build images",
    file: "build-images.yml",
    about: [
      "Builds the image of every service and publishes it to GHCR, tagged with the branch or tag name, the commit and, on",
      "the default branch, `latest`.",
    ],
    on: {
      push: { branches: ["main", "master"], tags: [releaseTags] },
      pullRequest: { branches: ["main", "master"] },
      dispatch: true,
    },
    jobs: imageMatrix(images),
  };
}
