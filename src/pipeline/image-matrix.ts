import type { ImageSpec, ImageSpecs } from "../catalogue/image-spec.js";
import { imageCells, type ImageCells } from "./image-cells.js";
import type { Cell, Job, Matrix, Step } from "../catalogue/workflow-model.js";
import { proveIdentity, pushPackages, readPackages, readSources, uploadFindings } from "./permissions.js";
import { setBuildArgs, variableOrDefault, variableOrSecret } from "./steps/build-args.js";
import { build, type BuildSource, IS_RELEASE } from "./steps/build.js";
import { setUpBuildx } from "./steps/buildx.js";
import { checkOut } from "./steps/checkout.js";
import { logInToGhcr } from "./steps/login.js";
import { generateTags, ownLabels } from "./steps/metadata.js";
import { uploadReference, PUBLISHED_IMAGE, downloadReference } from "./steps/published.js";
import { writeSummary } from "./steps/job-summary.js";
import { scan } from "./steps/scan.js";
import { sign } from "./steps/sign.js";

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
  const { cells, ...alike } = imageCells(images);
  const shared: Shared = {
    ...alike,
    labels: { ...ownLabels(images[0]), "org.opencontainers.image.title": "${{ matrix.image }}" },
    variables: variablesOf(images),
    tests: choices.tests?.(CANDIDATE) ?? [],
    uploads: choices.scan === true,
  };
  const matrix: Matrix = { cells, key: "id" };
  return {
    build: buildJob(matrix, shared),
    ...(choices.scan === true && { scan: scanJob({ cells: idsOf(cells), key: "id" }) }),
    "pull-request": pullRequestJob(matrix, shared),
  };
}

interface Shared extends Omit<ImageCells, "cells"> {
  readonly labels: Readonly<Record<string, string>>;
  /** Build arguments set per environment → default. */
  readonly variables: Readonly<Record<string, string>>;
  readonly tests: readonly Step[];
  /** Whether the reference of the pushed image is uploaded for a later job. */
  readonly uploads: boolean;
}

function buildJob(matrix: Matrix, shared: Shared): Job {
  return {
    name: "Build ${{ matrix.id }}",
    note: ["Builds and publishes. Never runs for pull requests."],
    if: NOT_A_PULL_REQUEST,
    runsOn: shared.runsOn,
    timeoutMinutes: 90,
    permissions: { ...readSources, ...pushPackages, ...proveIdentity },
    matrix,
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
      ...(shared.uploads ? uploadReference({ id: "${{ matrix.id }}", ...PUBLISHED }) : []),
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

function pullRequestJob(matrix: Matrix, shared: Shared): Job {
  return {
    name: "Try ${{ matrix.id }}",
    note: ["Builds the pull request without login, push, secrets or cache writes."],
    if: "github.event_name == 'pull_request'",
    runsOn: shared.runsOn,
    timeoutMinutes: 90,
    permissions: readSources,
    matrix,
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

function idsOf([first, ...rest]: Matrix["cells"]): Matrix["cells"] {
  const idOf = ({ id = "" }: Cell): Cell => ({ id });
  return [idOf(first), ...rest.map(idOf)];
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

function variablesOf(images: readonly ImageSpec[]): Record<string, string> {
  return Object.fromEntries(images.flatMap((image) => Object.entries(image.variableArgs)));
}
