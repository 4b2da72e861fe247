import { Document, isNode, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { actions } from "../catalogue/actions.js";
import { header } from "./header.js";
import type {
  Env,
  Job,
  Matrix,
  Permissions,
  PushFilter,
  Schedule,
  Step,
  Triggers,
  Workflow,
} from "../catalogue/workflow-model.js";

/**
 * Renders a workflow file as a careful person writes it: keys in GitHub's usual order, pins with their versions, scripts
 * as block literals, no folded lines. The header names `system` as the place to edit.
 */
export function renderWorkflow(workflow: Workflow, system: string): string {
  const document = new Document(topLevel(workflow), { compat: "yaml-1.1" });
  document.commentBefore = comment([...header(system), "", ...workflow.about]);
  // YAML 1.1 reads `on` as a boolean, so the library quotes it with all such words; GitHub reads YAML 1.2.
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).replace(/^"on":/m, "on:");
}

function topLevel({ name, on, jobs }: Workflow): YAMLMap {
  return apart(
    map({
      name,
      on: triggers(on),
      // Each job lists its own permissions.
      permissions: map({}),
      concurrency: map({
        group: "${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}",
        "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
      }),
      defaults: map({ run: map({ shell: "bash" }) }),
      jobs: apart(map(Object.fromEntries(Object.entries(jobs).map(([id, value]) => [id, job(value)])))),
    }),
  );
}

function triggers({ push, pullRequest, dispatch, schedule }: Triggers): YAMLMap {
  return map({
    push: push && filter(push),
    pull_request: pullRequest && filter(pullRequest),
    workflow_dispatch: dispatch && nothing(),
    schedule: schedule && sequence(schedule.map(time)),
  });
}

function filter({ branches, tags, paths }: PushFilter): Node {
  if (branches === undefined && tags === undefined && paths === undefined) return nothing();
  return map({
    branches: branches && inline(branches),
    tags: tags && inline(tags),
    paths: paths && sequence(paths),
  });
}

function time({ cron, meaning }: Schedule): YAMLMap {
  return map({ cron: beside(scalar(cron), meaning) });
}

function job(value: Job): YAMLMap {
  return above(
    map({
      name: value.name,
      needs: value.needs && inline(value.needs),
      if: value.if,
      "runs-on": value.runsOn,
      "timeout-minutes": value.timeoutMinutes,
      permissions: permissions(value.permissions),
      environment: value.environment,
      strategy: value.matrix && strategy(value.matrix),
      outputs: value.outputs && map(value.outputs),
      env: value.env && environment(value.env),
      steps: apart(sequence(value.steps.map(step))),
    }),
    value.note,
  );
}

function permissions(grants: Permissions): YAMLMap {
  return map(
    Object.fromEntries(
      Object.entries(grants).map(([scope, { access, why }]) => [scope, beside(new Scalar(access), why)]),
    ),
  );
}

/** A failed image does not cancel the others. */
function strategy({ cells }: Matrix): YAMLMap {
  return map({ "fail-fast": false, matrix: map({ include: sequence(cells.map((cell) => map(cell))) }) });
}

function step(value: Step): YAMLMap {
  const common = { name: value.name, id: value.id, if: value.if };
  const env = value.env && environment(value.env);
  const fields =
    "run" in value
      ? map({ ...common, env, run: script(value.run) })
      : map({
          ...common,
          uses: beside(
            new Scalar(`${value.uses}@${actions[value.uses].commit}`),
            actions[value.uses].version,
          ),
          env,
          with: value.with && map(value.with),
        });
  return above(fields, value.note);
}

function environment(env: Env): YAMLMap {
  return map(
    Object.fromEntries(
      Object.entries(env).map(([name, value]) => [
        name,
        typeof value === "string" ? value : beside(scalar(value.value), value.note),
      ]),
    ),
  );
}

type Value = Node | string | number | boolean | undefined;

/** A map in the order written, without what is undefined. */
function map(fields: Readonly<Record<string, Value>>): YAMLMap {
  const result = new YAMLMap();
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    result.items.push(new Pair(new Scalar(key), typeof value === "object" ? value : scalar(value)));
  }
  return result;
}

function sequence(values: readonly (Node | string)[]): YAMLSeq {
  const result = new YAMLSeq();
  result.items.push(...values.map((value) => (typeof value === "object" ? value : scalar(value))));
  return result;
}

/** A script of one line follows its key on the same line, with or without a final line break. */
function script(run: string): string {
  return run.indexOf("\n") === run.length - 1 ? run.slice(0, -1) : run;
}

/** Text that survives as a block literal: printable, and not starting with white space. */
const LINES = /^(?!\s)(?:[^\p{C}\p{Z}]|[ \t\n])+$/u;

/** Text of several lines becomes a block literal, or a quoted scalar if YAML would change it. */
function scalar(value: string | number | boolean): Scalar {
  const result = new Scalar(value);
  if (typeof value === "string" && value.includes("\n")) {
    result.type = LINES.test(value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
  }
  return result;
}

/** A key without a value, as GitHub's documentation writes an event without filters. */
function nothing(): Scalar {
  const result = new Scalar(null);
  result.source = "";
  return result;
}

/** A short list on one line. */
function inline(values: readonly string[]): YAMLSeq {
  const result = sequence(values);
  result.flow = true;
  return result;
}

function beside(node: Scalar, words: string): Scalar {
  node.comment = comment([words]);
  return node;
}

function above(node: YAMLMap, lines: readonly string[] | undefined): YAMLMap {
  if (lines !== undefined) node.commentBefore = comment(lines);
  return node;
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
