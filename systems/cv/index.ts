import type { Image } from "../../src/catalogue/image.js";
import type { System } from "../../src/catalogue/system.js";
import { docker } from "./docker.js";

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
  workflows: (images) => [docker(images)],
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
