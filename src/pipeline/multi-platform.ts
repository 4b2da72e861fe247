import type { PlannedImage } from "../catalogue/image-inputs.js";
import type { Platform } from "../catalogue/system.js";
import { metadataLines } from "../catalogue/tag-policy.js";
import { CACHE_TAG } from "../catalogue/tag-class.js";
import { argumentLines, imageSource } from "./image-source.js";
import type { Cell, Job, Matrix, Step } from "../catalogue/workflow-model.js";
import { proveIdentity, pushPackages, readSources } from "./permissions.js";
import { runnerFor } from "./runners.js";
import { readBuildArgs, variableOrDefault, variableOrSecret } from "./steps/build-args.js";
import { build, type BuildSource, type Cache } from "./steps/build.js";
import { setUpBuildx } from "./steps/buildx.js";
import { checkOut } from "./steps/checkout.js";
import { IMAGE_NAME, nameImage } from "./steps/image-name.js";
import { type GhcrUser, logInToGhcr } from "./steps/login.js";
import { measure, MEASUREMENTS, reportMeasurements } from "./steps/measure.js";
import { chooseTags, ownLabels } from "./steps/metadata.js";
import { DIGESTS, handOnDigest, mergePlatforms, takeDigests } from "./steps/platforms.js";
import { reportPublished } from "./steps/report.js";
import { sign } from "./steps/sign.js";

/** What a system decides about its image of several platforms. */
export interface MultiPlatform {
  readonly username: GhcrUser;
  /** Steps that try the image, before anything is pushed. `image` is its name in the runner's Docker. */
  readonly tests: (image: string) => readonly Step[];
  /** An expression, bare: when nothing kept by earlier runs is built from. */
  readonly buildAnewIf: string;
}

/**
 * The jobs of an image of several platforms: `build` on a machine of each platform builds, tries and pushes it without
 * a tag; then `publish` makes one image of them, so no tag moves unless all are good. `pull-request` only builds and
 * tries, in a job of its own that holds no right, no secret and no cache to write to.
 */
export function multiPlatform(planned: PlannedImage, choices: MultiPlatform): Record<string, Job> {
  const [first, ...rest] = planned.image.platforms;
  const matrix: Matrix = { cells: [cellOf(first), ...rest.map(cellOf)], key: "id" };
  return {
    build: building(planned, choices, matrix),
    publish: publishing(planned, choices),
    "pull-request": trying(planned, choices, matrix),
  };
}

function cellOf(platform: Platform): Cell {
  return { id: platform.replace("linux/", ""), platform, runner: runnerFor[platform] };
}

function building(
  planned: PlannedImage,
  { username, tests, buildAnewIf }: MultiPlatform,
  matrix: Matrix,
): Job {
  const { image, inputs } = planned;
  const candidate = candidateOf(planned);
  const source = sourceOf(planned, "${{ steps.meta.outputs.labels }}");
  const cache = { ...scopeOf(planned), registry: `${IMAGE_NAME}:${CACHE_TAG}-\${{ matrix.id }}` };
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
      nameImage(image.repository),
      chooseTags({ image: IMAGE_NAME, tags: metadataLines(image.tags), labels: ownLabels(inputs) }),
      ...readBuildArgs({
        lines: argumentLines(inputs),
        variables: inputs.variableArgs,
        value: variableOrSecret,
      }),
      build({
        name: "Build",
        id: "build",
        source,
        destination: { kind: "docker", tags: candidate },
        cache: { ...cache, write: false, ignoreIf: buildAnewIf },
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
      ...handOnDigest({
        platform: "${{ matrix.id }}",
        digest: "${{ steps.push.outputs.digest }}",
        note: MEASUREMENTS,
      }),
    ],
  };
}

const PUBLISHED = { digest: "${{ steps.index.outputs.digest }}", tags: "${{ steps.meta.outputs.tags }}" };

function publishing({ image, inputs }: PlannedImage, { username }: MultiPlatform): Job {
  return {
    name: "Publish as one image",
    note: ["Runs once every platform is pushed, so the tags move together or not at all."],
    needs: ["build"],
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { ...pushPackages, ...proveIdentity },
    steps: [
      takeDigests,
      logInToGhcr(username),
      chooseTags({
        image: `ghcr.io/\${{ github.repository_owner }}/${image.repository}`,
        tags: metadataLines(image.tags),
        labels: ownLabels(inputs),
      }),
      mergePlatforms(PUBLISHED.tags),
      ...sign(PUBLISHED),
      reportPublished(PUBLISHED),
      reportMeasurements(DIGESTS),
    ],
  };
}

function trying(planned: PlannedImage, { tests }: MultiPlatform, matrix: Matrix): Job {
  const candidate = candidateOf(planned);
  const { inputs } = planned;
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
      ...readBuildArgs({
        lines: argumentLines(inputs),
        variables: inputs.variableArgs,
        value: variableOrDefault,
      }),
      build({
        name: "Build",
        id: "build",
        source: sourceOf(planned),
        destination: { kind: "docker", tags: candidate },
        cache: { ...scopeOf(planned), write: false },
      }),
      ...tests(candidate),
    ],
  };
}

/** What the image is called in the runner's Docker until it is found good. */
function candidateOf({ image }: PlannedImage): string {
  return `${image.repository}:candidate`;
}

function scopeOf({ image }: PlannedImage): Pick<Cache, "scope"> {
  return { scope: `${image.id}-\${{ matrix.id }}` };
}

function sourceOf({ inputs }: PlannedImage, labels?: string): BuildSource {
  return imageSource(inputs, {
    platforms: "${{ matrix.platform }}",
    labels,
    ...(Object.keys(inputs.variableArgs).length > 0 && { buildArgs: "${{ steps.args.outputs.build_args }}" }),
  });
}
