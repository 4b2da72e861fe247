import * as v from "valibot";
import type { System } from "../catalogue/system.js";
import { nearest } from "../problems/nearest.js";
import type { Problem } from "../problems/problem.js";
import { expectationOf } from "./schemas.js";
import { renamed } from "./renamed.js";

/** What the names of the program's own keys begin with. */
export const NAMESPACE = "slipway:";

/** A stack's raw configuration: full key (`slipway:owner`, `aws:region`) → text, objects as JSON. */
export type RawConfiguration = Readonly<Record<string, string>>;

/** What a key is read from, beside its own text. */
export interface ReadingContext {
  readonly raw: RawConfiguration;
  readonly catalogue: readonly System[];
  readonly report: (...problems: readonly Problem[]) => void;
}

/** Names that a value has to take from those that are known. */
export interface NamesIn {
  /** Where in the value, such as `.githubIds`. Default: the value itself. */
  readonly at?: string;
  readonly given: readonly string[];
  readonly known: readonly string[];
}

/** The names of systems in a value. Pure. */
export function systemNames(given: readonly string[], catalogue: readonly System[], at?: string): NamesIn {
  return { given, known: catalogue.map(({ name }) => name), ...(at !== undefined && { at }) };
}

/** All that there is to a configuration key, beside its name. */
interface Definition<Schema extends v.GenericSchema> {
  /** What it decides, in one or two sentences. */
  readonly description: string;
  /**
   * Value when the stack does not set it. Pulumi would refuse a stack that lacks a key without a default. Text is taken
   * as it is where this is text, and else as JSON.
   */
  readonly default: v.InferInput<Schema>;
  readonly schema: Schema;
  /** Names in the value that have to be known. Default: none. */
  readonly names?: (value: v.InferOutput<Schema>, catalogue: readonly System[]) => readonly NamesIn[];
}

/** One configuration key as Pulumi.yaml declares it and the program reads it. */
export interface Key<Value> {
  readonly description: string;
  readonly default: unknown;
  /** The value for the program. Of a wrong one all problems are reported, and the default stands in for it. */
  readonly read: (name: string, context: ReadingContext) => Value;
}

/**
 * Makes a key of its definition.
 *
 * @param complete adds to a value what follows from other keys. Default: nothing.
 */
export function key<Schema extends v.GenericSchema, Value = v.InferOutput<Schema>>(
  { description, default: unset, schema, names }: Definition<Schema>,
  complete: (value: v.InferOutput<Schema>, context: ReadingContext) => Value = (value) => value as Value,
): Key<Value> {
  return {
    description,
    default: unset,
    read: (name, context) => {
      const where = NAMESPACE + name;
      const text = context.raw[where];
      const result = v.safeParse(schema, text === undefined ? unset : parse(text, unset));
      if (result.success) {
        for (const one of names?.(result.output, context.catalogue) ?? []) {
          context.report(...unknownNames(where, one));
        }
        return complete(result.output, context);
      }
      context.report(...result.issues.map((issue) => problemOf(where, issue)));
      const { typed, output } = v.safeParse(schema, unset);
      if (!typed) throw new TypeError(`the default of ${where} is none that it could have`);
      return complete(output, { ...context, report: () => undefined });
    },
  };
}

/** Pulumi hands every value over as text; what is not meant as text is JSON. */
function parse(text: string, unset: unknown): unknown {
  if (typeof unset === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function problemOf(key: string, issue: v.BaseIssue<unknown>): Problem {
  const where = [key, v.getDotPath(issue)].filter((part) => part !== null).join(".");
  const { expected, fix } = expectationOf(issue.message);
  const newName = renamed.get(`${where}: ${String(issue.input)}`);
  return {
    where,
    expected,
    found: issue.input === undefined ? "nothing" : JSON.stringify(issue.input),
    fix: newName === undefined ? fix : `write ${newName}, its new name`,
  };
}

function unknownNames(key: string, { at = "", given, known }: NamesIn): Problem[] {
  return given
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return {
        where: key + at,
        expected: known.length === 0 ? "no keys are allowed here" : `names among ${known.join(", ")}`,
        found: JSON.stringify(name),
        fix: meant === undefined ? "remove it" : `perhaps you meant ${meant}`,
      };
    });
}
