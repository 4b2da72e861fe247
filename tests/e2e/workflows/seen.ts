import { equal } from "node:assert/strict";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import type { System } from "../../../src/catalogue/system.js";
import type { ActionName } from "../../../src/catalogue/actions.js";
import { OWNER } from "./events.js";
import type { Execution } from "./execute.js";
import { lines } from "./answers.js";
import type { ActionCall } from "./stage.js";
import { resolved } from "../../src/plan/fixtures.js";

/** The text of a workflow file of a system's repository, as `slipway render` writes it. */
export function workflowFile(system: System, file: string): string {
  const delivered = deliveredFiles(resolved(system, { owner: OWNER }));
  const found = delivered.find(({ path }) => path === `.github/workflows/${file}`);
  if (found === undefined) throw new Error(`${system.name} has no ${file}`);
  return found.content.toString();
}

/** The jobs that ran, `JOB CELL` each, sorted. All have to have succeeded. */
export function jobsOf(run: Execution): string[] {
  const failed = run.jobs.filter(({ result }) => result === "failure");
  equal(failed.length, 0, `${failed.map(({ id }) => id).join(", ")} failed:\n${run.text}`);
  return namesOf(run);
}

/** The same, whatever became of them. */
export function namesOf({ jobs }: Execution): string[] {
  return jobs.map(({ id, matrix }) => nameOf(id, matrix)).toSorted();
}

/** Cells are told apart by their `id`, or by the one value that they have. */
function nameOf(job: string, matrix: Readonly<Record<string, string>>): string {
  const [first] = Object.values(matrix);
  return [job, matrix["id"] ?? first].filter((part) => part !== undefined).join(" ");
}

/** Inputs of an action, in which what the action takes as a list is one. */
export type Inputs = Readonly<Record<string, string | readonly string[]>>;

const LISTS = ["build-args", "build-contexts", "cache-from", "cache-to", "labels", "tags"];
/** Inputs that the actions set by themselves, and that say nothing of the workflow. */
const OWN = ["github-token", "pull"];

/** What each call of an action was given: `JOB CELL` → inputs; those of several calls in one job in order. */
export function inputsOf({ calls }: Execution, action: ActionName): Record<string, Inputs[]> {
  const found: Record<string, Inputs[]> = {};
  for (const call of calls) {
    if (call.kind !== "action" || call.action !== action) continue;
    (found[nameOf(call.job, call.matrix)] ??= []).push(inputs(call));
  }
  return found;
}

function inputs(call: ActionCall): Inputs {
  const told = Object.entries(call.inputs).filter(([name]) => !OWN.includes(name));
  return Object.fromEntries(
    told
      .map(([name, value]) => [name, LISTS.includes(name) ? lines(value) : value] as const)
      .filter(([, value]) => value.length > 0),
  );
}

/** One input of every build: `JOB CELL` → the value, of several builds in one job in order. */
export function ofBuilds(
  run: Execution,
  input: string,
): Record<string, (string | readonly string[] | undefined)[]> {
  const builds = inputsOf(run, "docker/build-push-action");
  return Object.fromEntries(
    Object.entries(builds).map(([job, calls]) => [job, calls.map((call) => call[input])]),
  );
}

/**
 * Every build, `JOB CELL` → what was done in order: `push` or `try`, the tags as `REPOSITORY:TAG` without registry and
 * owner, `clean` where it reads no cache, and `kept` where it writes one besides what is in the image.
 */
export function buildsOf(run: Execution): Record<string, string[]> {
  const told = ({ tags = [], push, "no-cache": clean, "cache-to": kept = [] }: Inputs) => [
    push === "true" ? "push" : "try",
    ...[tags].flat().map((tag) => tag.replace(/.*\//, "")),
    ...(clean === "true" ? ["clean"] : []),
    ...([kept].flat().some((cache) => cache !== "type=inline") ? ["kept"] : []),
  ];
  const builds = Object.entries(inputsOf(run, "docker/build-push-action"));
  return Object.fromEntries(builds.map(([job, calls]) => [job, calls.map((call) => told(call).join(" "))]));
}

/** All that a pull request's job of these workflows may use: nothing that logs in, pushes or writes a cache. */
export const TRYING = ["actions/checkout", "docker/build-push-action", "docker/setup-buildx-action"];

/** Actions that were called, each once, sorted. */
export function actionsOf({ calls }: Execution): string[] {
  const names = calls.flatMap((call) => (call.kind === "action" ? [call.action] : []));
  return [...new Set(names)].toSorted();
}

/** What scripts called of one program: `JOB CELL: ARGUMENTS`, sorted. */
export function commandsOf({ calls }: Execution, program: string): string[] {
  return calls
    .flatMap((call) =>
      call.kind === "program" && call.program === program
        ? [`${nameOf(call.job, call.matrix)}: ${call.args.join(" ")}`]
        : [],
    )
    .toSorted();
}
