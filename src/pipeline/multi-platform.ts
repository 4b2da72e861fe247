import type { ImageSpec } from "../catalogue/image-spec.js";
import type { Platform } from "../catalogue/image.js";
import { metadataLines } from "../catalogue/tag-policy.js";
import { CACHE_TAG } from "../catalogue/tag-class.js";
import { type Cell, type Job, type Matrix, type Step, runnerFor } from "../catalogue/workflow-model.js";
import { proveIdentity, pushPackages, readSources } from "./permissions.js";
import { setBuildArgs, variableOrDefault, variableOrSecret, argumentLines } from "./steps/build-args.js";
import { build, type BuildSource, type Cache, imageSource } from "./steps/build.js";
import { setUpBuildx, checkOut } from "./steps/first-steps.js";
import { type GhcrUser, logInToGhcr } from "./steps/login.js";
import { generateTags, ownLabels, IMAGE_NAME, setImageName } from "./steps/metadata.js";
import {
  DIGESTS,
  uploadDigest,
  mergePlatforms,
  downloadDigests,
  measure,
  MEASUREMENTS,
  summarizeMeasurements,
} from "./steps/merge-platforms.js";
import { writeSummary, sign } from "./steps/published.js";

/** What a system chooses for its image of several platforms. */
export interface MultiPlatform {
  readonly username: GhcrUser;
  /** Steps that test the image before anything is pushed. `image` is its name in the runner's Docker. */
  readonly tests: (image: string) => readonly Step[];
  /** An expression without `${{ }}`: when the build ignores the cache. */
  readonly noCacheIf: string;
}

/**
 * Jobs for an image of several platforms. `build` runs natively on each platform and builds, tests and pushes by digest;
 * then `publish` merges the digests under the tags, so no tag moves unless all platforms succeed. `pull-request` only
 * builds and tests, without write permission, secrets or cache writes.
 */
export function multiPlatform(image: ImageSpec, choices: MultiPlatform): Record<string, Job> {
  const [first, ...rest] = image.platforms;
  const matrix: Matrix = { cells: [cellOf(first), ...rest.map(cellOf)], key: "id" };
  return {
    build: buildJob(image, choices, matrix),
    publish: publishJob(image, choices),
    "pull-request": pullRequestJob(image, choices, matrix),
  };
}

function cellOf(platform: Platform): Cell {
  return { id: platform.replace("linux/", ""), platform, runner: runnerFor[platform] };
}

function buildJob(image: ImageSpec, { username, tests, noCacheIf }: MultiPlatform, matrix: Matrix): Job {
  const candidate = candidateOf(image);
  const source = sourceOf(image, "${{ steps.meta.outputs.labels }}");
  const cache = { ...scopeOf(image), registry: `${IMAGE_NAME}:${CACHE_TAG}-\${{ matrix.id }}` };
  return {
    name: "Build for ${{ matrix.platform }}",
    note: ["Runs natively on each platform. The tested image is pushed by digest; no tag moves yet."],
    if: "github.event_name != 'pull_request'",
    runsOn: "${{ matrix.runner }}",
    timeoutMinutes: 60,
    permissions: { ...readSources, ...pushPackages },
    matrix,
    steps: [
      checkOut,
      setUpBuildx,
      logInToGhcr(username),
      setImageName(image.repository),
      generateTags({ image: IMAGE_NAME, tags: metadataLines(image.tags), labels: ownLabels(image) }),
      ...setBuildArgs({
        lines: argumentLines(image),
        variables: image.variableArgs,
        value: variableOrSecret,
      }),
      build({
        name: "Build",
        id: "build",
        source,
        destination: { kind: "docker", tags: candidate },
        cache: { ...cache, write: false, ignoreIf: noCacheIf },
      }),
      ...tests(candidate),
      ...measure({ image: candidate, platform: "${{ matrix.platform }}" }),
      build({
        name: "Push by digest",
        note: ["Reuses the tested build from the builder's cache, unless the base image has changed since."],
        id: "push",
        source,
        destination: { kind: "digest", name: IMAGE_NAME },
        cache: { ...cache, read: false, write: true },
      }),
      ...uploadDigest({
        platform: "${{ matrix.id }}",
        digest: "${{ steps.push.outputs.digest }}",
        note: MEASUREMENTS,
      }),
    ],
  };
}

const PUBLISHED = { digest: "${{ steps.index.outputs.digest }}", tags: "${{ steps.meta.outputs.tags }}" };

function publishJob(image: ImageSpec, { username }: MultiPlatform): Job {
  return {
    name: "Publish as one image",
    note: ["Runs once every platform is pushed, so the tags move together or not at all."],
    needs: ["build"],
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { ...pushPackages, ...proveIdentity },
    steps: [
      downloadDigests,
      logInToGhcr(username),
      generateTags({
        image: `ghcr.io/\${{ github.repository_owner }}/${image.repository}`,
        tags: metadataLines(image.tags),
        labels: ownLabels(image),
      }),
      mergePlatforms(PUBLISHED.tags),
      ...sign(PUBLISHED),
      writeSummary(PUBLISHED),
      summarizeMeasurements(DIGESTS),
    ],
  };
}

function pullRequestJob(image: ImageSpec, { tests }: MultiPlatform, matrix: Matrix): Job {
  const candidate = candidateOf(image);
  return {
    name: "Try on ${{ matrix.platform }}",
    note: ["Builds and tests the pull request without login, push, secrets or cache writes."],
    if: "github.event_name == 'pull_request'",
    runsOn: "${{ matrix.runner }}",
    timeoutMinutes: 60,
    permissions: readSources,
    matrix,
    steps: [
      checkOut,
      setUpBuildx,
      ...setBuildArgs({
        lines: argumentLines(image),
        variables: image.variableArgs,
        value: variableOrDefault,
      }),
      build({
        name: "Build",
        id: "build",
        source: sourceOf(image),
        destination: { kind: "docker", tags: candidate },
        cache: { ...scopeOf(image), write: false },
      }),
      ...tests(candidate),
    ],
  };
}

/** Name of the image in the runner's Docker until its tests pass. */
function candidateOf(image: ImageSpec): string {
  return `${image.repository}:candidate`;
}

function scopeOf(image: ImageSpec): Pick<Cache, "scope"> {
  return { scope: `${image.id}-\${{ matrix.id }}` };
}

function sourceOf(image: ImageSpec, labels?: string): BuildSource {
  return imageSource(image, {
    platforms: "${{ matrix.platform }}",
    labels,
    ...(Object.keys(image.variableArgs).length > 0 && { buildArgs: "${{ steps.args.outputs.build_args }}" }),
  });
}
