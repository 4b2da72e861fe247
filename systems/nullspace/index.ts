import type { Image } from "../../src/catalogue/image.js";
import type { System } from "../../src/catalogue/system.js";
import { imageMatrix } from "../../src/pipeline/image-matrix.js";

/** Nullspace: six services, each an image on GHCR (N1–N30). A new service is one object more (N17). */
export const nullspace: System = {
  name: "nullspace",
  repository: "nullspace",
  registry: "ghcr",
  releaseTags: "v*",
  versions: { RUST_IMAGE: "rust:1.83-slim-bookworm", RUNTIME_IMAGE: "debian:bookworm-slim" },
  images: [
    service({ id: "simulator", dockerfile: "Dockerfile", versionArgs: ["RUST_IMAGE", "RUNTIME_IMAGE"] }),
    service({ id: "node", dockerfile: "node/Dockerfile" }),
    service({ id: "gateway", dockerfile: "gateway/Dockerfile" }),
    service({ id: "auth", dockerfile: "services/auth/Dockerfile" }),
    service({
      id: "website",
      dockerfile: "website/Dockerfile",
      variableArgs: {
        VITE_URL: "http://localhost:8080",
        VITE_AUTH_URL: "http://localhost:4000",
        VITE_AUTH_PROXY_URL: "http://localhost:4000",
        VITE_IDENTITY: "none",
        VITE_STRIPE_TIERS: "none",
        VITE_STRIPE_PRICE_ID: "none",
        VITE_STRIPE_TIER: "none",
      },
    }),
    service({ id: "ops", dockerfile: "services/ops/Dockerfile" }),
  ],
  workflows: (images) => [
    {
      name: "Build images",
      file: "build-images.yml",
      about: [
        "Builds the image of every service and publishes it to GHCR, tagged with the branch or tag name, the commit and, on",
        "the default branch, `latest`.",
      ],
      on: {
        push: { branches: ["main", "master"], tags: ["v*"] },
        pullRequest: { branches: ["main", "master"] },
        dispatch: true,
      },
      jobs: imageMatrix(images),
    },
  ],
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};

/** What the services have in common: the repository as context (N8–N13), one platform (N28), the tags of N21. */
function service(own: Pick<Image, "id" | "dockerfile"> & Partial<Image>): Image {
  return {
    repository: `nullspace-${own.id}`,
    context: ".",
    platforms: ["linux/amd64"],
    tags: [
      { kind: "branch", branches: "all" },
      { kind: "git-tag" },
      { kind: "sha", length: "short" },
      { kind: "fixed", tag: "latest" },
    ],
    ...own,
  };
}
