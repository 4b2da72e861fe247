import assert from "node:assert/strict";
import path from "node:path";
import { buildInputs, CONTENT_LABEL } from "../../../components/image/build-inputs.js";
import { SOURCE_LABEL } from "../../../src/catalogue/image-spec.js";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import { resolved } from "../plan/fixtures.js";
import { workflowsOf } from "./catalogue.js";
import { jobsOf, type PlacedJob } from "./placed-jobs.js";
import type { Resolve, Values } from "./resolve.js";

const OWNER = "example";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

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

/** Everything that decides the content of each image, in the same words as `buildOf`. */
function buildsAtDesk(system: System) {
  return resolved(system, { owner: OWNER }).images.map((image) => {
    const { id, context, dockerfile, sourceVersionArg, base } = image.spec;
    const staged = { context, dockerfile, identity: COMMIT, holdsGit: false, secretFiles: [] };
    const { buildArgs, labels, ...inputs } = buildInputs(
      { image, staged, content: "content", kept: undefined, existingBase: undefined },
      base && { named: { [base.name]: { location: "oci-layout" } } },
    );
    const { SOURCE_DATE_EPOCH: time = "", ...args } = buildArgs as Record<string, string>;
    const { [CONTENT_LABEL]: content, ...own } = labels as Record<string, string>;
    assert.equal(content, "content");
    const contexts = inputs.context as { location: string; named: Record<string, unknown> };
    return {
      image: id,
      inputs: {
        context: path.posix.normalize(contexts.location),
        file: path.posix.normalize((inputs.dockerfile as { location: string }).location),
        target: (inputs.target as string | undefined) ?? "",
        arguments: withoutVersion(args, sourceVersionArg),
        time,
        bases: Object.keys(contexts.named),
      },
      platforms: inputs.platforms as string[],
      labels: own,
    };
  });
}

/** A desk names its sources by a hash of them, CI by their commit: the argument is held to be the same, not its value. */
function withoutVersion(args: Readonly<Record<string, string>>, version: string | undefined) {
  return version === undefined ? args : { ...args, [version]: "the version of the sources" };
}

function buildsInCi(system: System, resolve: Resolve) {
  return jobsOf(system.name, workflowsOf(system)).flatMap((placed) =>
    (placed.job.strategy?.matrix.include ?? [{}]).flatMap((cell) =>
      buildsInCell(system, placed, cell, resolve),
    ),
  );
}

type Texts = Readonly<Record<string, string>>;

function buildsInCell(system: System, { where, job }: PlacedJob, cell: Texts, resolve: Resolve) {
  const owner = system.owner ?? OWNER;
  const repository = `${owner}/${system.repository}`;
  const github = {
    sha: COMMIT,
    server_url: "https://github.com",
    repository,
    repository_owner: owner,
    ref_type: "branch",
    event_name: "push",
  };
  const fill = (given: object = {}, values: Values): Texts =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, resolve(String(value), values)]));
  const vars = Object.assign({}, ...system.images.map((image) => image.variableArgs)) as Values;
  const known = { matrix: fill(cell, { github }), github, vars, runner: { temp: "/tmp" } };
  const steps: Record<string, Values> = {};
  const builds = [];
  for (const { id = "", uses = "", ...step } of job.steps) {
    if (id !== "args" && !/^docker\/(?:build-push|metadata)-action@/.test(uses)) continue;
    const env = fill(step.env, { ...known, steps });
    const inputs = fill(step.with, { ...known, steps });
    if (uses.startsWith("docker/metadata-action@")) {
      const labels = `${SOURCE_LABEL}=https://github.com/${repository}\n${inputs["labels"] ?? ""}`;
      steps[id] = { outputs: { labels, tags: "registry/image:tag" } };
    } else if (id === "args") steps[id] = { outputs: { build_args: argumentsFrom(env) } };
    else builds.push(buildOf(inputs, env["SOURCE_DATE_EPOCH"], where, imageOf(inputs, cell, system)));
  }
  return builds;
}

/** As `setBuildArgs` does it in bash; its own test holds the two together. */
export function argumentsFrom({ BUILD_ARGS = "", ...values }: Readonly<Record<string, string>>): string {
  return BUILD_ARGS.split("\n")
    .map((line) => (line === "" || line.includes("=") ? line : values[line] ? `${line}=${values[line]}` : ""))
    .filter((line) => line !== "")
    .map((line) => `${line}\n`)
    .join("");
}

function buildOf(inputs: Texts, time = "", job: string, { id, sourceVersionArg }: Image) {
  const args = pairs(inputs["build-args"]);
  if (sourceVersionArg !== undefined) assert.equal(args[sourceVersionArg], COMMIT);
  return {
    image: id,
    job,
    inputs: {
      context: path.posix.normalize(inputs["context"] ?? ""),
      file: path.posix.normalize(inputs["file"] ?? ""),
      target: inputs["target"] ?? "",
      arguments: withoutVersion(args, sourceVersionArg),
      time,
      bases: Object.keys(pairs(inputs["build-contexts"])),
    },
    platforms: (inputs["platforms"] ?? "").split(","),
    /** Undefined where the result is thrown away. */
    labels: inputs["labels"] === undefined ? undefined : pairs(inputs["labels"]),
  };
}

/** The image that a step builds: the one of its cell, or the one with its Dockerfile and target. */
function imageOf({ file = "", target = "" }: Texts, cell: Texts, { images }: System): Image {
  const built = path.posix.normalize(file);
  return (
    images.find(({ id }) => id === cell["id"]) ??
    images.find((one) => path.posix.normalize(one.dockerfile) === built && (one.target ?? "") === target) ??
    assert.fail(`no image is built from ${file}`)
  );
}

/** Lines of `name=value`. */
function pairs(lines = ""): Record<string, string> {
  return Object.fromEntries(
    [...lines.matchAll(/^([^=\n]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}
