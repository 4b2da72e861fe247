import type { Env, Job, Step, Workflow, Cell } from "../../catalogue/workflow-model.js";
import type { ExpressionReader } from "../expression-reader.js";
import type { Expression, Template, Literal, Reference } from "../possible-values.js";

/** A workflow with its expressions parsed, as the rules read it. */
export interface ParsedWorkflow {
  /** The system it belongs to, by its name in the catalogue. */
  readonly system: string;
  readonly workflow: Workflow;
  /** In the order of the file. */
  readonly jobs: readonly ParsedJob[];
}

export interface ParsedJob {
  readonly id: string;
  readonly job: Job;
  /** Place of the job, for messages. */
  readonly where: string;
  readonly condition: Expression | undefined;
  readonly runsOn: Template;
  /** Its name, environment, matrix, outputs and variables. */
  readonly texts: readonly Text[];
  readonly steps: readonly ParsedStep[];
}

export interface ParsedStep {
  readonly step: Step;
  readonly where: string;
  readonly condition: Expression | undefined;
  /** Its name and variables. */
  readonly texts: readonly Text[];
  /** Inputs of its action, by name. */
  readonly inputs: ReadonlyMap<string, Text>;
}

/** A text that may contain expressions. */
export interface Text {
  readonly where: string;
  readonly template: Template;
}

/** Place of a workflow or of a part of it, for messages. */
export function whereIs(system: string, { file }: Workflow, ...parts: readonly string[]): string {
  return [`systems/${system}`, file, ...parts].join(", ");
}

/** Parses every expression of a workflow, except those in scripts, which may contain none. */
export function parseWorkflow(
  workflow: Workflow,
  system: string,
  { expression, template }: ExpressionReader,
): ParsedWorkflow {
  const conditionOf = (condition: string | undefined) =>
    condition === undefined ? undefined : expression(condition);
  const textsOf = (place: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]): Text => ({
      where: `${place}${name}`,
      template: template(value),
    }));

  return {
    system,
    workflow,
    jobs: Object.entries(workflow.jobs).map(([id, job]): ParsedJob => {
      const where = whereIs(system, workflow, `job ${id}`);
      const { name, environment, matrix, outputs = {} } = job;
      return {
        id,
        job,
        where,
        condition: conditionOf(job.if),
        runsOn: template(job.runsOn),
        texts: [
          ...textsOf(`${where}, `, { name, ...(environment !== undefined && { environment }) }),
          ...(matrix?.cells ?? []).flatMap((cell, index) =>
            textsOf(`${where}, matrix, cell ${index + 1}, `, cell),
          ),
          ...textsOf(`${where}, output `, outputs),
          ...textsOf(`${where}, env `, variables(job.env)),
        ],
        steps: job.steps.map((step, index) => parseStep(step, `${where}, step ${index + 1} (${step.name})`)),
      };
    }),
  };

  function parseStep(step: Step, where: string): ParsedStep {
    const inputs = "run" in step ? {} : (step.with ?? {});
    return {
      step,
      where,
      condition: conditionOf(step.if),
      texts: [
        ...textsOf(`${where}, `, { name: step.name }),
        ...textsOf(`${where}, env `, variables(step.env)),
      ],
      inputs: new Map(
        Object.entries<string | number | boolean>(inputs).map(([name, value]) => [
          name,
          { where: `${where}, with ${name}`, template: template(String(value)) },
        ]),
      ),
    };
  }
}

function variables(env: Env = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, typeof value === "string" ? value : value.value]),
  );
}

/** The cells of a job; one empty cell if it has no matrix. */
export function cellsOf({ job }: ParsedJob): readonly Cell[] {
  return job.matrix?.cells ?? [{}];
}

/** A matrix field's value in one cell: null if the cell lacks it, undefined if it contains an expression. */
export function fieldOf(cell: Cell, [context, name, ...more]: Reference): Literal | undefined {
  if (context !== "matrix" || name === undefined || name === "*" || more.length > 0) return undefined;
  const value = cell[name] ?? null;
  return value?.includes("${{") === true ? undefined : value;
}
