import { imageById } from "../../src/catalogue/image-spec.js";
import type { BaseReference } from "../../src/catalogue/image.js";
import type { System } from "../../src/catalogue/system.js";
import { imagesWorkflow } from "./images.js";

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
  workflows: (images) => [
    imagesWorkflow({ base: imageById(images, "base"), colony: imageById(images, "colony"), baseImage }),
  ],
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};
