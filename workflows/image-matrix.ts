import type { PlannedImage } from "../plan/image-inputs.js";
import { metadataLines, type TagPolicy } from "../plan/tag-policy.js";
import { shard } from "./matrix.js";
import type { Cell, Env, Job, Matrix, Step } from "./model.js";
import { proveIdentity, pushPackages, readSources } from "./permissions.js";
import { readBuildArgs, variableOrDefault, variableOrSecret } from "./steps/build-args.js";
import { build, type BuildSource } from "./steps/build.js";
import { setUpBuildx } from "./steps/buildx.js";
import { checkOut } from "./steps/checkout.js";
import { logInToGhcr } from "./steps/login.js";
import { chooseTags } from "./steps/metadata.js";
import { reportPublished } from "./steps/report.js";
import { sign } from "./steps/sign.js";

const NOT_A_PULL_REQUEST = "github.event_name != 'pull_request'";

/**
 * The jobs that build many images of one system alike, one cell an image (N7): `build` publishes to GHCR, and
 * `pull-request` only builds, in a job of its own that holds no right, no secret and no cache to write to (N6).
 * All images share their platforms and tag policy.
 */
export function imageMatrix(images: readonly [PlannedImage, ...PlannedImage[]]): Record<string, Job> {
  const [first, ...rest] = images;
  const cells: Matrix["cells"] = [cellOf(first), ...rest.map(cellOf)];
  const shared: Shared = {
    tags: first.image.tags,
    platforms: first.inputs.platforms.join(","),
    target: images.some(({ inputs }) => inputs.target !== undefined) ? "${{ matrix.target }}" : undefined,
    variables: variablesOf(images),
  };
  return {
    ...shard("build", cells, "id", (matrix, part) => publishing(matrix, part, shared)),
    ...shard("pull-request", cells, "id", (matrix, part) => trying(matrix, part, shared)),
  };
}

interface Shared {
  readonly tags: TagPolicy;
  readonly platforms: string;
  readonly target: string | undefined;
  /** Build arguments that come from outside → safe default. */
  readonly variables: Readonly<Record<string, string>>;
}

function publishing(matrix: Matrix, part: number | undefined, shared: Shared): Job {
  return {
    name: "Build ${{ matrix.id }}",
    ...(part === undefined || part === 1
      ? { note: ["Builds and publishes; never for a pull request."] }
      : {}),
    if: NOT_A_PULL_REQUEST,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 90,
    permissions: { ...readSources, ...pushPackages, ...proveIdentity },
    matrix,
    steps: [
      checkOut,
      setUpBuildx,
      logInToGhcr("github.repository_owner", NOT_A_PULL_REQUEST),
      chooseTags({
        image: "ghcr.io/${{ github.repository_owner }}/${{ matrix.image }}",
        tags: metadataLines(shared.tags),
        labels: { "org.opencontainers.image.title": "${{ matrix.image }}" },
      }),
      ...argumentSteps(shared.variables, ([name]) => variableOrSecret(name)),
      build({
        name: "Build and push",
        id: "build",
        source: source(shared, "${{ steps.meta.outputs.labels }}"),
        destination: {
          kind: "registry",
          tags: "${{ steps.meta.outputs.tags }}",
          push: `\${{ ${NOT_A_PULL_REQUEST} }}`,
        },
        cache: { scope: "${{ matrix.id }}", write: true },
      }),
      ...sign(PUBLISHED),
      reportPublished(PUBLISHED),
    ],
  };
}

const PUBLISHED = { digest: "${{ steps.build.outputs.digest }}", tags: "${{ steps.meta.outputs.tags }}" };

function trying(matrix: Matrix, part: number | undefined, shared: Shared): Job {
  return {
    name: "Try ${{ matrix.id }}",
    ...(part === undefined || part === 1
      ? {
          note: [
            "Builds what a pull request proposes: no login, no push, no secret, nothing left in the cache.",
          ],
        }
      : {}),
    if: "github.event_name == 'pull_request'",
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 90,
    permissions: readSources,
    matrix,
    steps: [
      checkOut,
      setUpBuildx,
      ...argumentSteps(shared.variables, ([name, fallback]) => variableOrDefault(name, fallback)),
      build({
        name: "Build",
        id: "build",
        source: source(shared),
        destination: { kind: "none" },
        cache: { scope: "${{ matrix.id }}", write: false },
      }),
    ],
  };
}

function cellOf({ image, inputs }: PlannedImage): Cell {
  const args = [
    ...Object.entries(inputs.buildArgs).map(([name, value]) => `${name}=${value}`),
    ...(inputs.sourceVersionArg === undefined ? [] : [`${inputs.sourceVersionArg}=\${{ github.sha }}`]),
    ...Object.keys(inputs.variableArgs),
  ];
  return {
    id: image.id,
    dockerfile: `./${inputs.dockerfile}`,
    context: inputs.context,
    image: image.repository,
    ...(inputs.target !== undefined && { target: inputs.target }),
    ...(args.length > 0 && { build_args: args.map((line) => `${line}\n`).join("") }),
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

/** The step that fills in arguments from outside, where an image has any. */
function argumentSteps(
  variables: Shared["variables"],
  value: (variable: [string, string]) => Env[string],
): readonly Step[] {
  const values = Object.entries(variables);
  if (values.length === 0) return [];
  return [
    readBuildArgs({
      lines: "${{ matrix.build_args }}",
      values: Object.fromEntries(values.map((variable) => [variable[0], value(variable)])),
      condition: "matrix.build_args",
    }),
  ];
}

function variablesOf(images: readonly PlannedImage[]): Record<string, string> {
  return Object.assign({}, ...images.map(({ inputs }) => inputs.variableArgs)) as Record<string, string>;
}
