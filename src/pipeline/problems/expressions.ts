import type { Problem } from "../../problems/problem.js";
import {
  calls,
  isUnreadable,
  references,
  type Expression,
  type Reference,
  type Template,
  type Unreadable,
} from "../expressions.js";
import type { Job } from "../../catalogue/workflow-model.js";
import { callableIn, readableIn, restrictedFunctions, type Field } from "./fields.js";
import { expressionsIn, textsOf, type ParsedJob, type ParsedWorkflow } from "./parsed-workflow.js";

/** Expressions that GitHub cannot read, or that read what is not there: GitHub itself takes much of that for empty. */
export function expressionProblems({ jobs }: ParsedWorkflow): Problem[] {
  const byId = new Map(jobs.map(({ id, job }) => [id, job]));
  return jobs.flatMap((parsed) =>
    placesOf(parsed).flatMap((place) => [
      ...syntaxProblems(place),
      ...availabilityProblems(place),
      ...referenceProblems(place, parsed.job, byId),
    ]),
  );
}

interface Place {
  readonly where: string;
  readonly field: Field;
  readonly parsed: Expression | Template | Unreadable | undefined;
  /** Ids of the steps that have run by then. */
  readonly steps: readonly string[];
}

function placesOf({ where, condition, texts, steps }: ParsedJob): Place[] {
  const idsBefore = (index: number) => steps.slice(0, index).flatMap(({ step }) => step.id ?? []);
  return [
    { where: `${where}, if`, field: "jobCondition", parsed: condition, steps: [] },
    ...texts.map(({ where: place, field, template }) => ({
      where: place,
      field,
      parsed: template,
      steps: idsBefore(steps.length),
    })),
    ...steps.flatMap((step): Place[] => [
      {
        where: `${step.where}, if`,
        field: "stepCondition",
        parsed: step.condition,
        steps: idsBefore(step.index),
      },
      ...textsOf(step).map(({ where: place, field, template }) => ({
        where: place,
        field,
        parsed: template,
        steps: idsBefore(step.index),
      })),
    ]),
  ];
}

function syntaxProblems({ where, parsed }: Place): Problem[] {
  if (parsed === undefined || !isUnreadable(parsed)) return [];
  return [
    {
      where,
      expected: "an expression as GitHub reads them",
      found: parsed.error,
      fix: "correct the expression; texts stand in single quotes",
    },
  ];
}

function availabilityProblems({ where, field, parsed }: Place): Problem[] {
  const expressions = expressionsIn(parsed);
  const readable: readonly string[] = readableIn[field];
  const roots = new Set(expressions.flatMap(references).map(([context]) => context));
  const functions = new Set(expressions.flatMap(calls));
  return [
    ...[...roots]
      .filter((context) => !readable.includes(context))
      .map((context) => ({
        where,
        expected: `values that GitHub knows there: ${readable.join(", ")}`,
        found: context,
        fix:
          context === "secrets"
            ? "read the secret in the env of the step that needs it"
            : "read it in a step, and pass its result on",
      })),
    ...[...functions]
      .filter((name) => restrictedFunctions.includes(name) && callableIn[field]?.includes(name) !== true)
      .map((name) => ({
        where,
        expected: "functions that GitHub allows there",
        found: `${name}()`,
        fix: "call it in a step or in a condition",
      })),
  ];
}

function referenceProblems(
  { where, field, parsed, steps }: Place,
  job: Job,
  jobs: ReadonlyMap<string, Job>,
): Problem[] {
  const readable: readonly string[] = readableIn[field];
  return expressionsIn(parsed)
    .flatMap(references)
    .filter(([context]) => readable.includes(context))
    .flatMap((reference) =>
      missing(reference, { job, steps, jobs }).map((problem) => ({ where, ...problem })),
    );
}

interface Scope {
  readonly job: Job;
  readonly steps: readonly string[];
  readonly jobs: ReadonlyMap<string, Job>;
}

function missing(reference: Reference, { job, steps, jobs }: Scope): Omit<Problem, "where">[] {
  const [context, name, member, output] = reference;
  if (name === undefined || name === "*") return [];
  const found = reference.join(".");
  if (context === "steps" && !steps.includes(name)) {
    return [
      {
        expected: `the id of a step that has run by then: ${listed(steps)}`,
        found,
        fix: "give the step that id, or move it forward",
      },
    ];
  }
  if (context === "matrix") {
    const fields = new Set((job.matrix?.cells ?? []).flatMap((cell) => Object.keys(cell)));
    if (fields.has(name)) return [];
    return [
      {
        expected: `a field of the matrix: ${listed([...fields])}`,
        found,
        fix: "add it to a cell, or correct it",
      },
    ];
  }
  if (context === "needs") {
    const needed = job.needs ?? [];
    if (!needed.includes(name)) {
      return [
        {
          expected: `a job that this one needs: ${listed(needed)}`,
          found,
          fix: "add it to needs: results come only from there",
        },
      ];
    }
    const outputs = Object.keys(jobs.get(name)?.outputs ?? {});
    if (member === "outputs" && output !== undefined && output !== "*" && !outputs.includes(output)) {
      return [
        {
          expected: `an output of job ${name}: ${listed(outputs)}`,
          found,
          fix: "add it to the job's outputs",
        },
      ];
    }
  }
  return [];
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "there is none" : names.join(", ");
}
