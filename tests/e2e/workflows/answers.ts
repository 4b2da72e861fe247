import { createHash } from "node:crypto";
import { cp, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { glob } from "tinyglobby";
import type { ActionName } from "../../../src/catalogue/actions.js";
import {
  type GitEvent,
  METADATA_FLAVOR,
  metadataLines,
  type SemverPattern,
  tagsFor,
  type TagRule,
} from "../../../src/catalogue/tag-policy.js";
import { OWNER, REPOSITORY } from "./events.js";
import type { ActionCall, Answer, Call } from "./stage.js";

/** What fakes of one run need to know. */
export interface Scene {
  readonly event: GitEvent;
  /** Folder of the sources; undefined: there are none. */
  readonly sources: string | undefined;
  /** Folder where artifacts are kept between jobs. */
  readonly artifacts: string;
}

/** The account and region that ECR answers for. */
export const ECR_REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

/** What the real thing would leave for later steps, as far as workflows look at it. Programs do nothing. */
export async function answer(call: Call, scene: Scene): Promise<Answer> {
  if (call.kind === "program") return {};
  return (await ANSWERS[call.action]?.(call, scene)) ?? {};
}

type Play = (call: ActionCall, scene: Scene) => Promise<Answer> | Answer;

const ANSWERS: Readonly<Record<string, Play | undefined>> = {
  "actions/checkout": checkOut,
  "actions/upload-artifact": upload,
  "actions/download-artifact": download,
  "actions/attest": () => ({ outputs: { "bundle-path": "/nowhere/bundle.json", "attestation-id": "1" } }),
  "docker/metadata-action": (call, { event }) => generateTags(call, event),
  "docker/build-push-action": build,
  "aws-actions/configure-aws-credentials": ({ inputs }) => ({
    outputs: { "aws-account-id": ECR_REGISTRY.slice(0, 12) },
    environment: { AWS_REGION: inputs["aws-region"] ?? "", AWS_DEFAULT_REGION: inputs["aws-region"] ?? "" },
  }),
  "aws-actions/amazon-ecr-login": () => ({ outputs: { registry: ECR_REGISTRY } }),
  "aquasecurity/trivy-action": scan,
} satisfies Partial<Record<ActionName, Play>>;

async function checkOut({ workspace }: ActionCall, { sources }: Scene): Promise<Answer> {
  if (sources !== undefined) await cp(sources, workspace, { recursive: true });
  return {};
}

/** A digest that follows from the inputs, so that other inputs are seen to give another image. */
function build({ inputs, workspace }: ActionCall): Answer {
  const digest = `sha256:${createHash("sha256")
    .update(JSON.stringify([workspace, inputs]))
    .digest("hex")}`;
  return {
    outputs: { digest, imageid: digest, metadata: JSON.stringify({ "containerimage.digest": digest }) },
  };
}

/** A report without findings, in the form that was asked for. */
async function scan({ inputs, workspace }: ActionCall): Promise<Answer> {
  const output = inputs["output"];
  if (output !== undefined) {
    const report = inputs["format"] === "sarif" ? { version: "2.1.0", runs: [] } : { Results: [] };
    await writeFile(join(workspace, output), JSON.stringify(report));
  }
  return {};
}

/** Keeps a folder's content, or the files that a pattern fits without their folders. */
async function upload({ inputs, workspace }: ActionCall, { artifacts }: Scene): Promise<Answer> {
  const folder = join(artifacts, inputs["name"] ?? "");
  await mkdir(folder, { recursive: true });
  for (const pattern of lines(inputs["path"])) {
    const path = resolve(workspace, pattern);
    if (await isFolder(path)) await cp(path, folder, { recursive: true });
    else
      for (const file of await glob(path, { absolute: true })) await cp(file, join(folder, basename(file)));
  }
  const empty = (await readdir(folder)).length === 0;
  return empty && inputs["if-no-files-found"] === "error"
    ? { stderr: `No files were found with the provided path: ${inputs["path"] ?? ""}\n`, exitCode: 1 }
    : {};
}

/** One artifact by its name; or those that a pattern fits, each in a folder of its name unless they are merged. */
async function download({ inputs, workspace }: ActionCall, { artifacts }: Scene): Promise<Answer> {
  const path = resolve(workspace, inputs["path"] ?? "");
  await mkdir(path, { recursive: true });
  const { name, pattern = "*" } = inputs;
  const names = await glob(name ?? pattern, { cwd: artifacts, onlyDirectories: true, deep: 1 });
  if (name !== undefined && names.length === 0) {
    return { stderr: `Artifact not found for name: ${name}\n`, exitCode: 1 };
  }
  for (const found of names.map((folder) => basename(folder))) {
    const apart = name === undefined && inputs["merge-multiple"] !== "true";
    await cp(join(artifacts, found), apart ? join(path, found) : path, { recursive: true });
  }
  return { outputs: { "download-path": path } };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

const SEMVER: readonly SemverPattern[] = ["{{version}}", "{{major}}.{{minor}}", "{{major}}"];
const RULES: readonly TagRule[] = [
  { kind: "branch", branches: "all" },
  { kind: "branch", branches: "default" },
  { kind: "git-tag" },
  ...SEMVER.map((pattern) => ({ kind: "semver", pattern }) as const),
  { kind: "sha", length: "short" },
  { kind: "sha", length: "long" },
];

/**
 * What docker/metadata-action would answer, made by our own tag policy, which was compared with the real action. Only
 * the lines that a policy can have are understood; any other throws.
 */
function generateTags({ inputs, env }: ActionCall, event: GitEvent): Answer {
  if (inputs["flavor"] !== METADATA_FLAVOR) throw new Error(`unknown flavor ${inputs["flavor"] ?? ""}`);
  // Without DOCKER_METADATA_PR_HEAD_SHA, the action names a pull request by its merge commit.
  const isMerge = event.name === "pull_request" && env["DOCKER_METADATA_PR_HEAD_SHA"] !== "true";
  const named = isMerge ? { ...event, pullRequest: { ...event.pullRequest, headSha: event.sha } } : event;
  const names = tagsFor(lines(inputs["tags"]).map(ruleOf), named);
  const images = lines(inputs["images"]).map((image) => image.toLowerCase());
  const tags = images.flatMap((image) => names.map((name) => `${image}:${name}`));
  const labels = [
    `org.opencontainers.image.revision=${event.sha}`,
    `org.opencontainers.image.source=https://github.com/${OWNER}/${REPOSITORY}`,
    ...lines(inputs["labels"]),
  ];
  return {
    outputs: {
      version: names[0] ?? "",
      tags: tags.join("\n"),
      "tag-names": names.join("\n"),
      labels: labels.join("\n"),
      json: JSON.stringify({ tags, "tag-names": names, labels: Object.fromEntries(labels.map(pair)) }),
    },
  };
}

function ruleOf(line: string): TagRule {
  const [, tag] = /^type=raw,value=([^,]+),enable=\{\{is_default_branch\}\}$/.exec(line) ?? [];
  if (tag !== undefined) return { kind: "fixed", tag };
  const rule = RULES.find((candidate) => metadataLines([candidate])[0] === line);
  if (rule === undefined) throw new Error(`no tag policy has the line ${line}`);
  return rule;
}

function pair(label: string): [string, string] {
  const [name = "", ...value] = label.split("=");
  return [name, value.join("=")];
}

/** The lines of an input that are not empty. */
export function lines(input = ""): string[] {
  return input
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
