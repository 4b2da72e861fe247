import type { System } from "../../../../src/catalogue/system.js";
import { multiPlatform } from "../../../../src/pipeline/multi-platform.js";
import { IS_RELEASE } from "../../../../src/pipeline/steps/build.js";

/** One image on GHCR for two platforms, built anew every week. */
export const tools: System = {
  name: "tools",
  repository: "tools",
  registry: "ghcr",
  releaseTags: "v*",
  versions: { NODE_IMAGE: "node:20-alpine", PNPM_VERSION: "9.15.2" },
  images: [
    {
      id: "ci",
      repository: "tools-ci",
      dockerfile: "Dockerfile.ci",
      context: ".",
      platforms: ["linux/amd64", "linux/arm64"],
      versionArgs: ["NODE_IMAGE", "PNPM_VERSION"],
      buildArgs: { BUILDKIT_INLINE_CACHE: "1" },
      tags: [
        { kind: "semver", pattern: "{{version}}" },
        { kind: "semver", pattern: "{{major}}.{{minor}}" },
        { kind: "semver", pattern: "{{major}}" },
        { kind: "sha", length: "long" },
        { kind: "fixed", tag: "latest" },
      ],
    },
  ],
  workflows: ([image]) => [
    {
      name: "CI image",
      file: "ci-image.yml",
      about: ["Builds the image natively for each platform."],
      on: {
        push: { branches: ["main"], tags: ["v*"], paths: ["Dockerfile.ci"] },
        pullRequest: { branches: ["main"] },
        dispatch: true,
        schedule: [{ cron: "17 4 * * 1", meaning: "Mondays at 04:17 UTC" }],
      },
      jobs: multiPlatform(image, {
        username: "github.repository_owner",
        tests: (name) => [{ name: "Try it", env: { IMAGE: name }, run: 'docker run --rm "$IMAGE"\n' }],
        noCacheIf: `${IS_RELEASE} || github.event_name == 'schedule'`,
      }),
    },
  ],
  dependencyUpdates: [
    { ecosystem: "npm", directories: ["/", "/web"] },
    { ecosystem: "pip", directories: ["/scripts"] },
    { ecosystem: "gomod", directories: ["/tool"] },
    { ecosystem: "docker", directories: ["/compose"] },
    { ecosystem: "github-actions", directories: ["/actions"] },
  ],
};
