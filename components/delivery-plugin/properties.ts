import * as v from "valibot";
import type { DeliveredFile } from "../../src/plan/delivery-plan.js";
import { type Delivery, NO_MEMORY } from "../../src/delivery/pull-request/delivery.js";
import { recordOf } from "../../src/delivery/pull-request/record.js";

const file = v.strictObject({
  /** Text, or base64 of binary content, as `encoding` says. */
  content: v.string(),
  encoding: v.picklist(["utf-8", "base64"]),
  executable: v.boolean(),
  source: v.string(),
});

const inputs = v.strictObject({
  owner: v.pipe(v.string(), v.nonEmpty()),
  repository: v.pipe(v.string(), v.nonEmpty()),
  system: v.pipe(v.string(), v.nonEmpty()),
  files: v.record(v.string(), file),
  replaceFiles: v.array(v.string()),
  baseUrl: v.optional(v.string()),
});

const state = v.object({
  ...inputs.entries,
  // Absent in states from before the key was renamed from `adopt`.
  replaceFiles: v.optional(v.array(v.string()), []),
  owned: v.array(v.string()),
  pullRequest: v.string(),
});

/** Inputs of the resource: the system's files, by path, and their repository. */
export type RepositoryFilesInputs = v.InferOutput<typeof inputs>;

/** State of the resource: its inputs, and the result. */
export type RepositoryFilesState = v.InferOutput<typeof state>;

/** Invalid inputs, by property. */
export function inputFailures(given: unknown): { readonly property: string; readonly reason: string }[] {
  const result = v.safeParse(inputs, given);
  return (result.issues ?? []).map((issue) => ({
    property: v.getDotPath(issue) ?? "",
    reason: issue.message,
  }));
}

export function readInputs(given: unknown): RepositoryFilesInputs {
  return v.parse(inputs, given);
}

export function readState(given: unknown): RepositoryFilesState {
  return v.parse(state, given);
}

/** The delivery for a resource's URN, its inputs and its previous state. */
export function deliveryOf(
  urn: string,
  news: RepositoryFilesInputs,
  olds: RepositoryFilesState | undefined,
): Delivery {
  return {
    target: { owner: news.owner, repo: news.repository },
    system: news.system,
    stack: stackOf(urn),
    files: filesOf(news),
    replaceFiles: new Set(news.replaceFiles),
    memory: olds ? { asked: recordOf(filesOf(olds)), owned: new Set(olds.owned) } : NO_MEMORY,
  };
}

/** `urn:pulumi:STACK::PROJECT::…` → `PROJECT/STACK`. */
function stackOf(urn: string): string {
  const [first = "", project = ""] = urn.split("::");
  return `${project}/${first.slice(first.lastIndexOf(":") + 1)}`;
}

function filesOf({ files }: RepositoryFilesInputs): DeliveredFile[] {
  return Object.entries(files).map(([path, { content, encoding, executable, source }]) => ({
    path,
    content: Buffer.from(content, encoding),
    executable,
    source,
  }));
}
