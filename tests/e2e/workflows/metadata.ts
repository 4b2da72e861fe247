import {
  METADATA_FLAVOR,
  metadataLines,
  type SemverPattern,
  tagsFor,
  type TagRule,
  type GitEvent,
} from "../../../src/catalogue/tag-policy.js";
import { OWNER, REPOSITORY } from "./events.js";
import type { ActionCall, Answer } from "./stage.js";

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
export function generateTags({ inputs, env }: ActionCall, event: GitEvent): Answer {
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
