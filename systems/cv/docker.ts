import type { ImageSpecs } from "../../src/catalogue/image-spec.js";
import { imageMatrix } from "../../src/pipeline/image-matrix.js";
import type { Step, Workflow } from "../../src/catalogue/workflow-model.js";

/** C27: the three images, by one workflow. */
export function docker(images: ImageSpecs): Workflow {
  return {
    name: "Docker images",
    file: "docker.yml",
    about: [
      "Builds the prod, dev and minimal images and publishes them to GHCR, tagged with the version, the commit and, on the",
      "default branch, `latest`. The prod image must pass its health check before it is pushed.",
    ],
    on: {
      push: { branches: ["main"], tags: ["v*"] },
      pullRequest: { branches: ["main"] },
      dispatch: true,
    },
    jobs: imageMatrix(images, { tests: (image) => [checkHealth(image)], scan: true }),
  };
}

/** C19: the prod image runs, and answers for its own health. */
function checkHealth(image: string): Step {
  return {
    name: "Check health endpoint",
    if: "matrix.id == 'prod'",
    env: { IMAGE: image },
    run: `docker run --detach --name candidate --publish 127.0.0.1:3000:3000 "$IMAGE"
trap 'docker logs candidate' ERR
curl --fail --silent --show-error --retry 30 --retry-delay 1 --retry-all-errors http://localhost:3000/health
docker rm --force candidate
`,
  };
}
