import * as v from "valibot";
import type { System } from "../catalogue/system.js";
import { nearest } from "../problems/nearest.js";
import type { Problem } from "../problems/problem.js";
import { expectationOf } from "./schemas.js";

/** The prefix of the program's own keys. */
export const NAMESPACE = "slipway:";

/** A stack's raw configuration: full key (`slipway:owner`, `aws:region`) → text, objects as JSON. */
export type RawConfiguration = Readonly<Record<string, string>>;

/** What a key is read with, besides its own text. */
export interface ReadingContext {
  readonly raw: RawConfiguration;
  readonly catalogue: readonly System[];
  readonly report: (...problems: readonly Problem[]) => void;
}

/** Names in a value that must be known. */
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

/** The definition of a configuration key, without its name. */
interface Definition<Schema extends v.GenericSchema> {
  /** What it decides, in one or two sentences. */
  readonly description: string;
  /** Field of an object → what it decides. Default: none. */
  readonly fields?: Readonly<Record<string, string>>;
  /**
   * Value if the stack does not set it. Every key has one, because Pulumi refuses a stack that lacks a key without a
   * default. If this is a string, the stack's text is used unchanged, otherwise as JSON.
   */
  readonly default: v.InferInput<Schema>;
  readonly schema: Schema;
  /** Names in the value that must be known. Default: none. */
  readonly names?: (value: v.InferOutput<Schema>, catalogue: readonly System[]) => readonly NamesIn[];
}

/** One configuration key, as Pulumi.yaml declares it and the program reads it. */
export interface Key<Value> {
  readonly description: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly default: unknown;
  /** The value for the program. Reports all problems of a wrong one and returns the default instead. */
  readonly read: (name: string, context: ReadingContext) => Value;
}

/**
 * Makes a key from its definition.
 *
 * @param complete derives the program's value, also from other keys. Default: the value itself.
 */
export function key<Schema extends v.GenericSchema, Value = v.InferOutput<Schema>>(
  { description, fields = {}, default: unset, schema, names }: Definition<Schema>,
  complete: (value: v.InferOutput<Schema>, context: ReadingContext) => Value = (value) => value as Value,
): Key<Value> {
  return {
    description,
    fields,
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
      if (!typed) throw new TypeError(`the default of ${where} is not a valid value`);
      return complete(output, { ...context, report: () => undefined });
    },
  };
}

/** Pulumi passes every value as text; objects are JSON. */
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
  const found = issue.input === undefined ? "nothing" : JSON.stringify(issue.input);
  const newName = renamed.get(`${where}: ${found}`);
  return {
    where,
    expected,
    found,
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

/** Old names → new names, of keys and of values (`key: JSON`). The error for an old name states the new one. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ["slipway:adopt", "slipway:replaceFiles"],
  ['slipway:ciAccess.oidcProvider: "found"', "existing"],
  ['slipway:ciAccess.oidcProvider: "made"', "create"],
]);
