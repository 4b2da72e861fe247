import { Document, isNode, type Node, Pair, Scalar, visit, type YAMLMap, type YAMLSeq } from "yaml";
import { actions } from "../catalogue/actions.js";
import { header } from "./header.js";
import type { Env, Job, PushFilter, Step, Triggers, Workflow } from "../catalogue/workflow-model.js";

/**
 * Renders a workflow file as a careful person writes it: keys in GitHub's usual order, pins with their versions, scripts
 * as block literals, no folded lines. The header names `system` as the place to edit.
 */
export function renderWorkflow(workflow: Workflow, system: string): string {
  const document = new Document(topLevel(workflow), { compat: "yaml-1.1" });
  document.commentBefore = comment([...header(system), "", ...workflow.about]);
  visit(document, { Scalar: chooseStyle });
  return (
    document
      // An event without filters has no value, as in GitHub's documentation.
      .toString({ lineWidth: 0, flowCollectionPadding: false, nullStr: "" })
      // YAML 1.1 reads `on` as a boolean, so the library quotes it with all such words; GitHub reads YAML 1.2.
      .replace(/^"on":/m, "on:")
  );
}

function topLevel({ name, on, jobs }: Workflow): Node {
  return apart(
    map({
      name,
      on: triggers(on),
      // Each job lists its own permissions.
      permissions: {},
      concurrency: {
        group: "${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}",
        "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
      },
      defaults: { run: { shell: "bash" } },
      jobs: apart(map(mapped(jobs, job))),
    }),
  );
}

function triggers({ push, pullRequest, dispatch, schedule }: Triggers) {
  return {
    push: push && filter(push),
    pull_request: pullRequest && filter(pullRequest),
    workflow_dispatch: dispatch && null,
    schedule: schedule?.map(({ cron, meaning }) => ({ cron: beside(cron, meaning) })),
  };
}

function filter({ branches, tags, paths }: PushFilter) {
  if (branches === undefined && tags === undefined && paths === undefined) return null;
  return { branches: inline(branches), tags: inline(tags), paths };
}

function job(value: Job): YAMLMap {
  return above(value.note, {
    name: value.name,
    needs: inline(value.needs),
    if: value.if,
    "runs-on": value.runsOn,
    "timeout-minutes": value.timeoutMinutes,
    permissions: mapped(value.permissions, ({ access, why }) => beside(access, why)),
    environment: value.environment,
    // A failed image does not cancel the others.
    strategy: value.matrix && { "fail-fast": false, matrix: { include: value.matrix.cells } },
    outputs: value.outputs,
    env: environment(value.env),
    steps: apart(nodes.createNode(value.steps.map(step))),
  });
}

function step(value: Step): YAMLMap {
  const { name, id, if: condition, note } = value;
  const common = { name, id, if: condition };
  const env = environment(value.env);
  if ("run" in value) return above(note, { ...common, env, run: script(value.run) });
  const { commit, version } = actions[value.uses];
  return above(note, { ...common, uses: beside(`${value.uses}@${commit}`, version), env, with: value.with });
}

function environment(env: Env | undefined) {
  return env && mapped(env, (value) => (typeof value === "string" ? value : beside(value.value, value.note)));
}

/** A script of one line follows its key on the same line, with or without a final line break. */
function script(run: string): string {
  return run.indexOf("\n") === run.length - 1 ? run.slice(0, -1) : run;
}

function mapped<Value, Result>(values: Readonly<Record<string, Value>>, of: (value: Value) => Result) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value)]));
}

/** Text that survives as a block literal: printable, and not starting with white space. */
const LINES = /^(?!\s)(?:[^\p{C}\p{Z}]|[ \t\n])+$/u;

/** Text of several lines becomes a block literal, or a quoted scalar if YAML would change it. */
function chooseStyle(_: unknown, scalar: Scalar): void {
  if (typeof scalar.value !== "string" || !scalar.value.includes("\n")) return;
  scalar.type = LINES.test(scalar.value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
}

const nodes = new Document();

/** A map in the order written, without what is undefined. */
function map(fields: object) {
  return nodes.createNode(fields, { aliasDuplicateObjects: false });
}

/** A short list on one line. */
function inline(values: readonly string[] | undefined) {
  return values && nodes.createNode(values, { flow: true });
}

/** Text with a comment on its line. */
function beside(value: string, words: string): Scalar {
  const scalar = new Scalar(value);
  scalar.comment = comment([words]);
  return scalar;
}

/** A map with a comment above its fields. */
function above(lines: readonly string[] = [], fields: object): YAMLMap {
  const result = map(fields);
  result.commentBefore = comment(lines);
  return result;
}

/** Puts a blank line between entries. */
function apart<Collection extends YAMLMap | YAMLSeq>(collection: Collection): Collection {
  for (const item of collection.items.slice(1)) {
    const first: unknown = item instanceof Pair ? item.key : item;
    if (isNode(first)) first.spaceBefore = true;
  }
  return collection;
}

/** A line of white space only would be written without its `#` and end the surrounding map. */
function comment(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split("\n"))
    .map((line) => (line.trim() === "" ? "" : ` ${line.trimEnd()}`))
    .join("\n");
}
