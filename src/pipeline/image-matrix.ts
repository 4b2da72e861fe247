import type { ImageSpec, ImageSpecs } from "../catalogue/image-spec.js";
import { type Cell, type Job, type Matrix, type Step, runnerFor } from "../catalogue/workflow-model.js";
import { proveIdentity, pushPackages, readPackages, readSources, uploadFindings } from "./permissions.js";
import { setBuildArgs, variableOrDefault, variableOrSecret, argumentLines } from "./steps/build-args.js";
import { build, type BuildSource, IS_RELEASE } from "./steps/build.js";
import { setUpBuildx, checkOut } from "./steps/first-steps.js";
import { logInToGhcr } from "./steps/login.js";
import { generateTags, ownLabels } from "./steps/metadata.js";
import {
  uploadReference,
  PUBLISHED_IMAGE,
  downloadReference,
  writeSummary,
  sign,
} from "./steps/published.js";
import { scan } from "./steps/scan.js";
import { metadataLines } from "../catalogue/tag-policy.js";

const NOT_A_PULL_REQUEST = "github.event_name != 'pull_request'";

/** What a system chooses for its matrix. */
export interface MatrixChoices {
  /**
   * Steps that test an image before it is pushed; a step for some images only checks `matrix.id`. `image` is its name in
   * the runner's Docker. Default: none.
   */
  readonly tests?: (image: string) => readonly Step[];
  /** Whether a job without push permission scans the pushed image. Default: no. */
  readonly scan?: boolean;
}

/** Name of an image in the runner's Docker until its tests pass. */
const CANDIDATE = "${{ matrix.image }}:candidate";

/**
 * Jobs that build many images in the same way, one matrix cell per image (N7). `build` publishes to GHCR;
 * `pull-request` only builds, without write permission, secrets or cache writes (N6). Each image has one platform.
 */
export function imageMatrix(images: ImageSpecs, choices: MatrixChoices = {}): Record<string, Job> {
  const [first, ...rest] = images;
  const alike = fieldsOf(first);
  const own = FIELDS.filter((field) => images.some((image) => fieldsOf(image)[field] !== alike[field]));
  const valueOf = (field: Field) => (own.includes(field) ? `\${{ matrix.${field} }}` : alike[field]);
  const shared: Shared = {
    matrix: { cells: [cellOf(first, own), ...rest.map((image) => cellOf(image, own))], key: "id" },
    runsOn: own.includes("runner") ? "${{ matrix.runner }}" : alike.runner,
    platforms: valueOf("platforms") ?? "",
    target: valueOf("target"),
    tags: own.includes("tags") ? ["${{ matrix.tags }}"] : metadataLines(first.tags),
    labels: { ...ownLabels(first), "org.opencontainers.image.title": "${{ matrix.image }}" },
    variables: Object.fromEntries(images.flatMap(({ variableArgs }) => Object.entries(variableArgs))),
    tests: choices.tests?.(CANDIDATE) ?? [],
    isScanned: choices.scan === true,
  };
  const ids: Matrix = { cells: [{ id: first.id }, ...rest.map(({ id }) => ({ id }))], key: "id" };
  return {
    build: buildJob(shared),
    ...(shared.isScanned && { scan: scanJob(ids) }),
    "pull-request": pullRequestJob(shared),
  };
}

/** What the jobs share. Values that differ between images are fields of the matrix. */
interface Shared extends Pick<Job, "runsOn">, Pick<BuildSource, "platforms" | "target"> {
  readonly matrix: Matrix;
  /** Rules for tags, as `generateTags` takes them. */
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Build arguments set per environment → default. */
  readonly variables: Readonly<Record<string, string>>;
  readonly tests: readonly Step[];
  readonly isScanned: boolean;
}

/** Fields of a cell that are left out where all images have the same value. */
const FIELDS = ["platforms", "runner", "target", "tags"] as const;
type Field = (typeof FIELDS)[number];

/** Their values; undefined if an image has none. */
function fieldsOf({ platforms, target, tags }: ImageSpec) {
  return {
    platforms: platforms.join(","),
    // For images of one platform; `multiPlatform` gives each of several platforms its own runner.
    runner: runnerFor[platforms[0]],
    target,
    tags: `${metadataLines(tags).join("\n")}\n`,
  };
}

function cellOf(image: ImageSpec, own: readonly Field[]): Cell {
  const args = argumentLines(image);
  const fields = fieldsOf(image);
  return {
    id: image.id,
    dockerfile: `./${image.dockerfile}`,
    context: image.context,
    image: image.repository,
    ...Object.fromEntries(
      own.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]] as const])),
    ),
    ...(args !== "" && { build_args: args }),
  };
}

function buildJob(shared: Shared): Job {
  return {
    name: "Build ${{ matrix.id }}",
    note: ["Builds and publishes. Never runs for pull requests."],
    if: NOT_A_PULL_REQUEST,
    runsOn: shared.runsOn,
    timeoutMinutes: 90,
    permissions: { ...readSources, ...pushPackages, ...proveIdentity },
    matrix: shared.matrix,
    steps: [
      checkOut,
      setUpBuildx,
      logInToGhcr("github.repository_owner", NOT_A_PULL_REQUEST),
      generateTags({
        image: "ghcr.io/${{ github.repository_owner }}/${{ matrix.image }}",
        tags: shared.tags,
        labels: shared.labels,
      }),
      ...setBuildArgs({
        lines: "${{ matrix.build_args }}",
        variables: shared.variables,
        value: variableOrSecret,
        condition: "matrix.build_args",
      }),
      ...candidateSteps(shared),
      build({
        name: "Build and push",
        id: "build",
        ...(shared.tests.length > 0 && {
          note: [
            "Reuses the tested build from the builder's cache, unless the base image has changed since.",
          ],
        }),
        source: source(shared, "${{ steps.meta.outputs.labels }}"),
        destination: {
          kind: "registry",
          tags: "${{ steps.meta.outputs.tags }}",
          push: `\${{ ${NOT_A_PULL_REQUEST} }}`,
        },
        cache: { scope: "${{ matrix.id }}", read: shared.tests.length === 0, write: true },
      }),
      ...sign(PUBLISHED),
      writeSummary(PUBLISHED),
      ...(shared.isScanned ? uploadReference({ id: "${{ matrix.id }}", ...PUBLISHED }) : []),
    ],
  };
}

const PUBLISHED = { digest: "${{ steps.build.outputs.digest }}", tags: "${{ steps.meta.outputs.tags }}" };

/** Builds and tests the image before it is pushed. */
function candidateSteps(shared: Shared): readonly Step[] {
  if (shared.tests.length === 0) return [];
  return [
    build({
      name: "Build",
      id: "candidate",
      source: source(shared, "${{ steps.meta.outputs.labels }}"),
      destination: { kind: "docker", tags: CANDIDATE },
      cache: { scope: "${{ matrix.id }}", write: false, ignoreIf: IS_RELEASE },
    }),
    ...shared.tests,
  ];
}

function pullRequestJob(shared: Shared): Job {
  return {
    name: "Try ${{ matrix.id }}",
    note: ["Builds the pull request without login, push, secrets or cache writes."],
    if: "github.event_name == 'pull_request'",
    runsOn: shared.runsOn,
    timeoutMinutes: 90,
    permissions: readSources,
    matrix: shared.matrix,
    steps: [
      checkOut,
      setUpBuildx,
      ...setBuildArgs({
        lines: "${{ matrix.build_args }}",
        variables: shared.variables,
        value: variableOrDefault,
        condition: "matrix.build_args",
      }),
      build({
        name: "Build",
        id: "build",
        source: source(shared),
        destination: shared.tests.length > 0 ? { kind: "docker", tags: CANDIDATE } : { kind: "none" },
        cache: { scope: "${{ matrix.id }}", write: false },
      }),
      ...shared.tests,
    ],
  };
}

function scanJob(matrix: Matrix): Job {
  return {
    name: "Scan ${{ matrix.id }}",
    needs: ["build"],
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 20,
    permissions: { ...readSources, ...readPackages, ...uploadFindings },
    matrix,
    steps: [
      checkOut,
      ...downloadReference("${{ matrix.id }}"),
      logInToGhcr("github.repository_owner"),
      ...scan({ image: PUBLISHED_IMAGE, category: "${{ matrix.id }}", failOnCritical: false }),
    ],
  };
}

function source({ platforms, target, variables }: Shared, labels?: string): BuildSource {
  return {
    context: "${{ matrix.context }}",
    file: "${{ matrix.dockerfile }}",
    target,
    platforms,
    labels,
    buildArgs:
      Object.keys(variables).length === 0
        ? "${{ matrix.build_args || '' }}"
        : "${{ steps.args.outputs.build_args || '' }}",
  };
}
