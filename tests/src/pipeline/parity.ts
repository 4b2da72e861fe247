import assert from "node:assert/strict";
import path from "node:path";
import { parse } from "yaml";
import { buildInputs, CONTENT_LABEL } from "../../../components/image/build-inputs.js";
import { SOURCE_LABEL } from "../../../src/catalogue/image-spec.js";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import { renderWorkflow } from "../../../src/pipeline/render-workflow.js";
import { resolved } from "../plan/fixtures.js";
import { workflowsOf } from "./catalogue.js";
import { readWorkflow, type RenderedJob, type RenderedStep } from "./rendered.js";
import type { Resolve, Values } from "./resolve.js";

const OWNER = "example";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** Everything that decides the content of an image, in the same words for a desk and for CI. */
interface Inputs {
  readonly context: string;
  readonly file: string;
  readonly target: string;
  readonly arguments: Readonly<Record<string, string>>;
  readonly time: string;
  /** Names in a FROM that stand for another image of the system. */
  readonly bases: readonly string[];
}

/** One build that a workflow does: of one image, in one cell. */
interface CiBuild {
  readonly image: string;
  readonly job: string;
  readonly inputs: Inputs;
  readonly platforms: readonly string[];
  /** Undefined where the result is thrown away. */
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/**
 * Holds every build of a system's workflows to the inputs that the image component gives Pulumi: context, file, target,
 * arguments, platforms, labels. Each image has to be built somewhere with its labels, to be published.
 */
export function assertParity(system: System, resolve: Resolve): void {
  const builds = buildsInCi(system, resolve);
  for (const desk of buildsAtDesk(system)) {
    const own = builds.filter(({ image }) => image === desk.image);
    for (const build of own) {
      assert.deepEqual(build.inputs, desk.inputs, `${system.name}/${desk.image} in ${build.job}`);
      if (build.labels !== undefined) assert.deepEqual(build.labels, desk.labels, `labels in ${build.job}`);
    }
    for (const job of new Set(own.map((build) => build.job))) {
      const platforms = own.filter((build) => build.job === job).flatMap((build) => build.platforms);
      assert.deepEqual([...new Set(platforms)].toSorted(), desk.platforms.toSorted(), `platforms in ${job}`);
    }
    assert.ok(
      own.some(({ labels }) => labels !== undefined),
      `${desk.image} is published`,
    );
  }
}

function buildsAtDesk(system: System) {
  return resolved(system, { owner: OWNER }).images.map((image) => {
    const { id, context, dockerfile, sourceVersionArg, base } = image.spec;
    const inputs = buildInputs(
      {
        image,
        staged: { context, dockerfile, identity: COMMIT, holdsGit: false, secretFiles: [] },
        content: "content",
        kept: undefined,
        existingBase: undefined,
      },
      base && { named: { [base.name]: { location: "oci-layout" } } },
    );
    const { SOURCE_DATE_EPOCH: time, ...args } = inputs.buildArgs as Record<string, string>;
    const { [CONTENT_LABEL]: content, ...labels } = inputs.labels as Record<string, string>;
    assert.equal(content, "content");
    const contexts = inputs.context as { location: string; named: Record<string, unknown> };
    return {
      image: id,
      inputs: {
        context: path.posix.normalize(contexts.location),
        file: path.posix.normalize((inputs.dockerfile as { location: string }).location),
        target: (inputs.target as string | undefined) ?? "",
        arguments: shortened(args, sourceVersionArg),
        time: time ?? "",
        bases: Object.keys(contexts.named),
      },
      platforms: inputs.platforms as string[],
      labels,
    };
  });
}

/** A desk names its sources by a hash of them, CI by their commit: the argument is held to be the same, not its value. */
function shortened(
  args: Readonly<Record<string, string>>,
  version: string | undefined,
): Record<string, string> {
  return version === undefined ? { ...args } : { ...args, [version]: "the version of the sources" };
}

function buildsInCi(system: System, resolve: Resolve): CiBuild[] {
  const jobs = workflowsOf(system).flatMap((workflow) =>
    Object.entries(readWorkflow(parse(renderWorkflow(workflow, system.name))).jobs),
  );
  return jobs.flatMap(([id, job]) =>
    (job.strategy?.matrix.include ?? [{}]).flatMap((cell) => buildsInCell(system, id, job, cell, resolve)),
  );
}

function buildsInCell(
  system: System,
  id: string,
  job: RenderedJob,
  cell: Readonly<Record<string, string>>,
  resolve: Resolve,
): CiBuild[] {
  const variables = Object.assign({}, ...system.images.map((image) => image.variableArgs)) as Values;
  const github = {
    sha: COMMIT,
    server_url: "https://github.com",
    repository: `${system.owner ?? OWNER}/${system.repository}`,
    repository_owner: system.owner ?? OWNER,
    ref_type: "branch",
    event_name: "push",
  };
  const matrix = Object.fromEntries(
    Object.entries(cell).map(([name, value]) => [name, resolve(value, { github })]),
  );
  let values: Values = { matrix, github, vars: variables, runner: { temp: "/tmp" }, steps: {} };
  const builds: CiBuild[] = [];
  for (const step of job.steps) {
    if (!isOfInterest(step)) continue;
    const filled = fill(step, values, resolve);
    if (step.uses?.startsWith("docker/build-push-action@") === true) {
      builds.push(buildOf(filled, id, imageOf(filled, cell, system)));
    }
    const outputs = outputsOf(filled, values);
    if (step.id !== undefined)
      values = { ...values, steps: { ...(values["steps"] as Values), [step.id]: { outputs } } };
  }
  return builds;
}

/** Steps that build, or say what is built. */
function isOfInterest({ id, uses = "" }: RenderedStep): boolean {
  return id === "args" || /^docker\/(?:build-push|metadata)-action@/.test(uses);
}

/** A step with every expression filled in. */
function fill(step: RenderedStep, values: Values, resolve: Resolve) {
  const filled = (given: Readonly<Record<string, unknown>> = {}) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, resolve(String(value), values)]));
  return { ...step, env: filled(step.env), with: filled(step.with) };
}

type FilledStep = ReturnType<typeof fill>;

/** What the two steps before a build say: the metadata action, and the script that fills in variables. */
function outputsOf(step: FilledStep, values: Values): Values {
  if (step.uses?.startsWith("docker/metadata-action@") === true) {
    const { server_url, repository } = values["github"] as Record<string, string>;
    const own = `${SOURCE_LABEL}=${String(server_url)}/${String(repository)}\n`;
    return { labels: own + (step.with["labels"] ?? ""), tags: "registry/image:tag" };
  }
  if (step.id === "args") return { build_args: argumentsFrom(step.env) };
  return {};
}

/** As `setBuildArgs` does it in bash; its own test holds the two together. */
export function argumentsFrom({ BUILD_ARGS = "", ...values }: Readonly<Record<string, string>>): string {
  return BUILD_ARGS.split("\n")
    .map((line) => (line === "" || line.includes("=") ? line : values[line] ? `${line}=${values[line]}` : ""))
    .filter((line) => line !== "")
    .map((line) => `${line}\n`)
    .join("");
}

function buildOf(step: FilledStep, job: string, { id, sourceVersionArg }: Image): CiBuild {
  const inputs = step.with;
  const args = pairs(inputs["build-args"] ?? "");
  if (sourceVersionArg !== undefined) assert.equal(args[sourceVersionArg], COMMIT);
  return {
    image: id,
    job,
    inputs: {
      context: path.posix.normalize(inputs["context"] ?? ""),
      file: path.posix.normalize(inputs["file"] ?? ""),
      target: inputs["target"] ?? "",
      arguments: shortened(args, sourceVersionArg),
      time: step.env["SOURCE_DATE_EPOCH"] ?? "",
      bases: Object.keys(pairs(inputs["build-contexts"] ?? "")),
    },
    platforms: (inputs["platforms"] ?? "").split(","),
    labels: inputs["labels"] === undefined ? undefined : pairs(inputs["labels"]),
  };
}

/** The image that a step builds: the one of its cell, or the one with its Dockerfile and target. */
function imageOf(
  { with: inputs }: FilledStep,
  cell: Readonly<Record<string, string>>,
  { images }: System,
): Image {
  const found =
    images.find(({ id }) => id === cell["id"]) ??
    images.find(
      ({ dockerfile, target = "" }) =>
        path.posix.normalize(dockerfile) === path.posix.normalize(inputs["file"] ?? "") &&
        target === (inputs["target"] ?? ""),
    );
  assert.ok(found, `no image is built from ${inputs["file"] ?? "nothing"}`);
  return found;
}

/** Lines of `name=value`. */
function pairs(lines: string): Record<string, string> {
  return Object.fromEntries(
    lines
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
