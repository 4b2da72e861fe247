import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { yamlError } from "../../problems/yaml-error.js";

export const WORKFLOWS = ".github/workflows";

/** Names of a checkout's workflow files, sorted; empty without such a folder. */
export function workflowFileNames(checkout: string): string[] {
  const folder = path.join(checkout, WORKFLOWS);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .filter((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile())
    .sort();
}

/** A push that a workflow may make. */
export interface WorkflowPush {
  /** The job and step, for people. */
  readonly where: string;
  /** The image's name; expressions and variables that the file does not resolve stay in it. */
  readonly image: string;
}

/**
 * Every image that a workflow may push, from the file's text: by docker/build-push-action, docker/bake-action, or a
 * script that calls docker, podman or buildx. Resolves matrix cells, `env` and the metadata action, but does not read
 * scripts of the repository. `unreadable`: why it is no workflow file.
 */
export function pushesOf(
  text: string,
): { readonly pushes: readonly WorkflowPush[] } | { readonly unreadable: string } {
  try {
    const result = v.safeParse(workflow, parse(text));
    if (result.success) return { pushes: jobPushes(result.output) };
    const [issue] = result.issues;
    return { unreadable: `${v.getDotPath(issue) ?? "the file"}: ${issue.message}` };
  } catch (error) {
    return { unreadable: yamlError(error) };
  }
}

function jobPushes(file: Workflow): WorkflowPush[] {
  return Object.entries(file.jobs).flatMap(([id, job]) =>
    (job.steps ?? []).flatMap((step, index) => {
      const where = `job ${id}, step ${step.name ?? step.id ?? index + 1}`;
      const known = { ...textOf(file.env), ...textOf(job.env), ...textOf(step.env) };
      const images = pushedImages(step, job, known);
      const resolved = images.flatMap((image) => resolve(image, known, cellsOf(job)));
      return [...new Set(resolved)].map((image) => ({ where, image }));
    }),
  );
}

const scalar = v.union([v.string(), v.number(), v.boolean()]);
const values = v.record(v.string(), v.nullish(scalar));
const env = v.nullish(v.union([values, v.string()]));
const step = v.looseObject({
  name: v.optional(v.string()),
  id: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.nullish(values),
  env,
  run: v.optional(v.string()),
});
const job = v.looseObject({
  env,
  strategy: v.nullish(v.looseObject({ matrix: v.nullish(v.unknown()) })),
  steps: v.nullish(v.array(step)),
});
const workflow = v.looseObject({
  env,
  jobs: v.record(v.string(), job),
});

/** The parts of any workflow file that show what it publishes. */
type Workflow = v.InferOutput<typeof workflow>;
type WorkflowJob = v.InferOutput<typeof job>;
type WorkflowStep = v.InferOutput<typeof step>;

type Values = Readonly<Record<string, string>>;

function pushedImages(step: WorkflowStep, job: WorkflowJob, env: Values): string[] {
  const action = step.uses?.split("@")[0]?.toLowerCase();
  const inputs = textOf(step.with);
  switch (action) {
    case "docker/build-push-action":
      return buildPushImages(inputs, job);
    case "docker/bake-action":
      return isOn(inputs["push"]) ? ["every target of the bake file"] : [];
    case undefined:
      return step.run === undefined ? [] : scriptImages(step.run, env);
    default:
      return [];
  }
}

function buildPushImages(inputs: Values, job: WorkflowJob): string[] {
  const outputs = inputs["outputs"] ?? "";
  const pushes = isOn(inputs["push"]) || /type=registry|push=(?:true|\$)/.test(outputs);
  if (!pushes) return [];
  const named = [...outputs.matchAll(/\bname=([^,\n]+)/g)].flatMap(([, name]) => name ?? []);
  const tags = lines(inputs["tags"]).flatMap((tag) => metadataImages(tag, job) ?? [tag]);
  const images = [...named, ...tags];
  return images.length === 0 ? ["an image without a tag"] : images;
}

/** `${{ steps.ID.outputs.tags }}` of docker/metadata-action has the names of that step's `images`. */
function metadataImages(tag: string, job: WorkflowJob): string[] | undefined {
  const id = /^\$\{\{\s*steps\.([\w-]+)\.outputs\.tags\s*\}\}$/.exec(tag)?.[1];
  const source = job.steps?.find((step) => step.id === id);
  return id !== undefined && source?.uses?.startsWith("docker/metadata-action@") === true
    ? lines(textOf(source.with)["images"])
    : undefined;
}

const PUSH = /\b(?:docker|podman)\s+(?:image\s+)?push\b(.*)/;
const BUILD_AND_PUSH =
  /\b(?:docker|podman)\s+(?:buildx\s+)?(?:build|bake)\b(?=.*(?:\s--push\b|type=registry|push=true)).*/;

function scriptImages(script: string, env: Values): string[] {
  return script
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => {
      const pushed = PUSH.exec(line)?.[1];
      if (pushed !== undefined) {
        return words(pushed)
          .filter((word) => !word.startsWith("-"))
          .slice(0, 1);
      }
      const built = BUILD_AND_PUSH.exec(line)?.[0];
      if (built === undefined) return [];
      const tags = [...built.matchAll(/(?:\s-t|\s--tag)[\s=]+(\S+)/g)].flatMap(([, tag]) => words(tag ?? ""));
      return tags.length === 0 ? ["an image without a tag"] : tags;
    })
    .map((image) => image.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => env[name] ?? whole));
}

/** The words of a command, without quotes. */
function words(text: string): string[] {
  const [command = ""] = text.split(/[;&|>]/);
  return command
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/["']/g, ""))
    .filter((word) => word !== "");
}

/** Every value of a name with `${{ matrix.X }}` or `${{ env.X }}`: one per cell that has the key. */
function resolve(image: string, env: Values, cells: readonly Values[]): string[] {
  const withEnv = replaceExpressions(image, "env", env);
  if (!/\$\{\{\s*matrix\./.test(withEnv)) return [withEnv];
  return cells.length === 0 ? [withEnv] : cells.map((cell) => replaceExpressions(withEnv, "matrix", cell));
}

function replaceExpressions(textWith: string, context: string, known: Values): string {
  return textWith.replace(/\$\{\{\s*(\w+)\.([\w-]+)\s*\}\}/g, (whole, of: string, name: string) =>
    of === context ? (known[name] ?? whole) : whole,
  );
}

/** The cells of a matrix: those of `include`, and each value of its lists separately. */
function cellsOf({ strategy }: WorkflowJob): Values[] {
  const matrix = strategy?.matrix;
  if (typeof matrix !== "object" || matrix === null) return [];
  return Object.entries(matrix).flatMap(([name, list]: [string, unknown]) => {
    if (!Array.isArray(list) || name === "exclude") return [];
    return list.map((item: unknown) => (name === "include" ? textOf(item) : textOf({ [name]: item })));
  });
}

/** The entries of a map that are text, number or boolean. */
function textOf(map: unknown): Record<string, string> {
  if (typeof map !== "object" || map === null) return {};
  return Object.fromEntries(
    Object.entries(map).flatMap(([name, value]: [string, unknown]) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? [[name, String(value)]]
        : [],
    ),
  );
}

function lines(text = ""): string[] {
  return text.split(/[\n,]/).flatMap((line) => line.trim() || []);
}

/** An expression may be true, so it counts as true. */
function isOn(input: string | undefined): boolean {
  return input !== undefined && input !== "false" && input !== "";
}
