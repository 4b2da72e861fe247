import type { System } from "../../src/catalogue/system.js";
import { ciBaseImage } from "./ci-base-image.js";

/** Phialo: the image that its CI jobs run in, on GHCR, for two platforms (P1–P20). */
export const phialo: System = {
  name: "phialo",
  repository: "phialo",
  registry: "ghcr",
  releaseTags: "v*",
  versions: { NODE_IMAGE: "node:20-alpine", PNPM_VERSION: "9.15.2" },
  images: [
    {
      id: "ci-base",
      repository: "phialo-ci-base",
      dockerfile: "Dockerfile.base",
      context: ".",
      platforms: ["linux/amd64", "linux/arm64"],
      versionArgs: ["NODE_IMAGE", "PNPM_VERSION"],
      // P9: whoever pulls the image can build on its layers with --cache-from. It notes when each was built, so one
      // source has one set of layers here, but not one digest (measured).
      buildArgs: { BUILDKIT_INLINE_CACHE: "1" },
      tags: [
        { kind: "semver", pattern: "{{version}}" },
        { kind: "sha", length: "long" },
        { kind: "fixed", tag: "latest" },
      ],
    },
  ],
  workflows: ([image]) => [ciBaseImage(image)],
  dependencyUpdates: [{ ecosystem: "npm", directories: ["/"] }],
};
