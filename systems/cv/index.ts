import type { Image } from "../../src/catalogue/image.js";
import type { System } from "../../src/catalogue/system.js";
import { imageMatrix } from "../../src/pipeline/image-matrix.js";

/** C19: the prod image runs, and answers for its own health. */
const checkHealth = {
  name: "Check health endpoint",
  if: "matrix.id == 'prod'",
  run: `docker run --detach --name candidate --publish 127.0.0.1:3000:3000 "$IMAGE"
trap 'docker logs candidate' ERR
curl --fail --silent --show-error --retry 30 --retry-delay 1 --retry-all-errors http://localhost:3000/health
docker rm --force candidate
`,
};

/** CV: one Rust program in three images on GHCR: as it runs, to develop in, and as small as can be (C1–C27). */
export const cv: System = {
  name: "cv",
  repository: "cv",
  registry: "ghcr",
  releaseTags: "v*",
  versions: {
    RUST_ALPINE_IMAGE: "rust:1.87-alpine3.21",
    RUST_DEBIAN_IMAGE: "rust:1.87-slim-bookworm",
    ALPINE_IMAGE: "alpine:3.21",
    DISTROLESS_IMAGE: "gcr.io/distroless/static:nonroot",
  },
  images: [
    // C3
    image({
      id: "prod",
      repository: "cv",
      dockerfile: "docker/Dockerfile.prod",
      versionArgs: ["RUST_ALPINE_IMAGE", "ALPINE_IMAGE"],
    }),
    // C4
    image({
      id: "dev",
      repository: "cv-dev",
      dockerfile: "docker/Dockerfile.dev",
      versionArgs: ["RUST_DEBIAN_IMAGE"],
    }),
    // C5: linked with musl, so it is compiled on Alpine as well.
    image({
      id: "minimal",
      repository: "cv-minimal",
      dockerfile: "docker/Dockerfile.minimal",
      versionArgs: ["RUST_ALPINE_IMAGE", "DISTROLESS_IMAGE"],
    }),
  ],
  // C27: the three images, by one workflow.
  workflows: (images) => [
    {
      name: "Docker images",
      file: "docker.yml",
      about: [
        "Builds the prod, dev and minimal images and publishes them to GHCR, tagged with the version, the commit and, on the",
        "default branch, `latest`. The prod image must pass its health check before it is pushed.",
      ],
      on: { push: { branches: ["main"], tags: ["v*"] }, pullRequest: { branches: ["main"] }, dispatch: true },
      jobs: imageMatrix(images, { tests: (name) => [{ ...checkHealth, env: { IMAGE: name } }], scan: true }),
    },
  ],
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};

/** What the three have in common: the context, one platform (C7), and tags by version and by commit (C27). */
function image(own: Pick<Image, "id" | "repository" | "dockerfile" | "versionArgs">): Image {
  return {
    context: ".",
    platforms: ["linux/amd64"],
    // As in C27's example; locally, build-docker.sh passes a version (C7).
    sourceVersionArg: "VERSION",
    tags: [
      { kind: "semver", pattern: "{{version}}" },
      { kind: "sha", length: "long" },
      { kind: "sha", length: "short" },
      { kind: "fixed", tag: "latest" },
    ],
    ...own,
  };
}
