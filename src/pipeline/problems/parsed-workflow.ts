import type { ExpressionReader } from "../expression-reader.js";
import { isUnreadable, type Expression, type Template, type Unreadable } from "../expressions.js";
import type { Env, EnvValue, Job, Step, Workflow } from "../../catalogue/workflow-model.js";
import type { Field } from "./fields.js";

/** A workflow with its expressions read, for the rules about it. */
export interface ParsedWorkflow {
  /** The system it belongs to, as the catalogue spells it. */
  readonly system: string;
  readonly workflow: Workflow;
  /** In the order of the file. */
  readonly jobs: readonly ParsedJob[];
}

export interface ParsedJob {
  readonly id: string;
  readonly job: Job;
  /** Where to find it, for messages. */
  readonly where: string;
  readonly condition: Expression | Unreadable | undefined;
  /** Everything in it that may hold expressions, but its condition and its steps. */
  readonly texts: readonly Text[];
  readonly steps: readonly ParsedStep[];
}

export interface ParsedStep {
  readonly step: Step;
  /** From 0. */
  readonly index: number;
  readonly where: string;
  readonly condition: Expression | Unreadable | undefined;
  /** Its name and environment. */
  readonly texts: readonly Text[];
  /** What the action is given, as text, by input. */
  readonly inputs: ReadonlyMap<string, Text>;
}

/** A text that may hold expressions. */
export interface Text {
  readonly field: Field;
  readonly where: string;
  readonly text: string;
  readonly template: Template | Unreadable;
}

/** Where a workflow, or a part of it, is to be found. */
export function whereIs(system: string, { file }: Workflow, ...parts: readonly string[]): string {
  return [`systems/${system}`, file, ...parts].join(", ");
}

/** Reads every expression of a workflow. */
export function parseWorkflow(
  workflow: Workflow,
  system: string,
  { expression, template }: ExpressionReader,
): ParsedWorkflow {
  return { system, workflow, jobs: Object.entries(workflow.jobs).map(parseJob) };

  function parseJob([id, job]: [string, Job]): ParsedJob {
    const where = whereIs(system, workflow, `job ${id}`);
    const text = (field: Field, place: string, value: string): Text => ({
      field,
      where: `${where}, ${place}`,
      text: value,
      template: template(value),
    });
    return {
      id,
      job,
      where,
      condition: job.if === undefined ? undefined : expression(job.if),
      texts: [
        text("name", "name", job.name),
        text("runsOn", "runsOn", job.runsOn),
        ...(job.environment === undefined ? [] : [text("environment", "environment", job.environment)]),
        ...(job.matrix?.cells ?? []).flatMap((cell, index) =>
          Object.entries(cell).map(([name, value]) =>
            text("cell", `matrix, cell ${index + 1}, ${name}`, value),
          ),
        ),
        ...Object.entries(job.outputs ?? {}).map(([name, value]) => text("output", `output ${name}`, value)),
        ...variables(job.env).map(([name, value]) => text("jobEnv", `env ${name}`, value)),
      ],
      steps: job.steps.map((step, index) => parseStep(step, index, where)),
    };
  }

  function parseStep(step: Step, index: number, job: string): ParsedStep {
    const where = `${job}, step ${index + 1} (${step.name})`;
    const text = (place: string, value: string): Text => ({
      field: "step",
      where: `${where}, ${place}`,
      text: value,
      template: template(value),
    });
    return {
      step,
      index,
      where,
      condition: step.if === undefined ? undefined : expression(step.if),
      texts: [
        text("name", step.name),
        ...variables(step.env).map(([name, value]) => text(`env ${name}`, value)),
      ],
      inputs: new Map(inputsOf(step).map(([name, value]) => [name, text(`with ${name}`, value)])),
    };
  }
}

function inputsOf(step: Step): [string, string][] {
  return "run" in step
    ? []
    : Object.entries<string | number | boolean>(step.with ?? {}).map(([name, value]) => [
        name,
        String(value),
      ]);
}

function variables(env: Env = {}): [string, string][] {
  return Object.entries(env).map(([name, value]) => [name, textOf(value)]);
}

function textOf(value: EnvValue): string {
  return typeof value === "string" ? value : value.value;
}

/** The expressions of a text, or of a condition. */
export function expressionsIn(parsed: Template | Expression | Unreadable | undefined): Expression[] {
  if (parsed === undefined || isUnreadable(parsed)) return [];
  return "kind" in parsed ? [parsed] : parsed.filter((part) => typeof part !== "string");
}

/** Every text of a step that may hold expressions. */
export function textsOf({ texts, inputs }: ParsedStep): readonly Text[] {
  return [...texts, ...inputs.values()];
}
