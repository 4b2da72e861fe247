import * as v from "valibot";

/** What the engine did, or would do, to one resource of a provider. */
export interface Step {
  readonly operation: string;
  /** Last part of the type token, e.g. "Repository". */
  readonly type: string;
  readonly name: string;
  /** The properties that differ. */
  readonly properties: readonly string[];
}

/** The end of one command of the engine. */
export interface Outcome {
  readonly succeeded: boolean;
  /** Everything printed, without colours. */
  readonly output: string;
  /** Steps that changed something, in the engine's order. */
  readonly steps: readonly Step[];
  /** The steps as short lines, sorted: "create Repository shop". */
  readonly changes: readonly string[];
}

const event = v.object({
  resOutputsEvent: v.optional(
    v.object({
      metadata: v.object({
        op: v.string(),
        urn: v.string(),
        type: v.string(),
        diffs: v.nullish(v.array(v.string()), []),
      }),
    }),
  ),
});

/** Operations that change nothing, and the two halves of a replacement, which the engine also reports as a whole. */
const SILENT = new Set(["same", "read", "refresh", "create-replacement", "delete-replaced"]);

/** Reads the engine's event log, one JSON value a line. Components and providers are left out: they are only names. */
function stepsIn(log: string): Step[] {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const { resOutputsEvent } = v.parse(event, JSON.parse(line));
      if (resOutputsEvent === undefined) return [];
      const { op, urn, type, diffs } = resOutputsEvent.metadata;
      if (SILENT.has(op) || !/^(?:aws|docker-build|github|slipway-github):/.test(type)) return [];
      const name = urn.split("::").at(-1) ?? urn;
      return [{ operation: op, type: type.split(":").at(-1) ?? type, name, properties: diffs }];
    });
}

/** Puts an outcome together. */
export function outcome(succeeded: boolean, output: string, log: string): Outcome {
  const steps = stepsIn(log);
  const changes = steps.map(({ operation, type, name }) => `${operation} ${type} ${name}`).toSorted();
  return { succeeded, output, steps, changes };
}
