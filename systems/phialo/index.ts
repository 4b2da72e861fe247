import { multiPlatform } from "../../src/pipeline/multi-platform.js";
import { IS_RELEASE } from "../../src/pipeline/steps/build.js";
import type { System } from "../../src/catalogue/system.js";

/** What the image is made of, its test (P16) and its workflow. */
const paths = ["Dockerfile.base", "scripts/test-ci-base.sh", ".github/workflows/ci-base-image.yml"];

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
  // P9–P19
  workflows: ([image]) => [
    {
      name: "CI base image",
      file: "ci-base-image.yml",
      about: [
        "Builds the image that Phialo's CI runs in, natively for each platform, and checks every tool in it before publishing.",
        "A weekly rebuild picks up fixes in the base image and its packages.",
      ],
      on: {
        push: { branches: ["main"], tags: ["v*"], paths },
        pullRequest: { branches: ["main"], paths },
        dispatch: true,
        schedule: [{ cron: "17 4 * * 1", meaning: "Mondays at 04:17 UTC" }],
      },
      jobs: multiPlatform(image, {
        username: "github.repository_owner",
        tests: (name) => [
          { name: "Check every tool", env: { IMAGE: name }, run: 'bash scripts/test-ci-base.sh "$IMAGE"' },
        ],
        noCacheIf: `${IS_RELEASE} || github.event_name == 'schedule'`,
      }),
    },
  ],
  dependencyUpdates: [{ ecosystem: "npm", directories: ["/"] }],
};
