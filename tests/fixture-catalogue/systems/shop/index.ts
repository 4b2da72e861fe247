import type { Image } from "../../../../src/catalogue/image.js";
import type { System } from "../../../../src/catalogue/system.js";
import { imageMatrix } from "../../../../src/pipeline/image-matrix.js";

/** Several services alike, on GHCR, from one matrix. */
export const shop: System = {
  name: "shop",
  repository: "Shop",
  registry: "ghcr",
  releaseTags: "v*",
  versions: { RUST_IMAGE: "rust:1.83-slim-bookworm", RUNTIME_IMAGE: "debian:bookworm-slim" },
  images: [
    service({
      id: "cart",
      dockerfile: "Dockerfile",
      versionArgs: ["RUST_IMAGE", "RUNTIME_IMAGE"],
      sourceVersionArg: "VERSION",
    }),
    service({
      id: "website",
      dockerfile: "website/Dockerfile",
      target: "served",
      buildArgs: { THEME: "dark" },
      variableArgs: { API_URL: "http://localhost:8080", API_KEY_NAME: "none" },
    }),
    service({ id: "mailer", dockerfile: "mailer/Dockerfile" }),
  ],
  workflows: (images) => [
    {
      name: "Build images",
      file: "build-images.yml",
      about: ["Builds the image of every service."],
      on: {
        push: { branches: ["main"], tags: ["v*"] },
        pullRequest: { branches: ["main"] },
        dispatch: true,
      },
      jobs: imageMatrix(images, {
        tests: (image) => [
          {
            name: "Try it",
            if: "matrix.id == 'cart'",
            env: { IMAGE: image },
            run: 'docker run --rm "$IMAGE"\n',
          },
        ],
        scan: true,
      }),
    },
  ],
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};

function service(own: Pick<Image, "id" | "dockerfile"> & Partial<Image>): Image {
  return {
    repository: `shop-${own.id}`,
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
