import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";

const names = v.array(v.string());

/** An action's `action.yml` at the pinned commit. */
export type ActionInterface = v.InferOutput<typeof actionInterface>;
const actionInterface = v.strictObject({
  /** The commit it was read at; a test compares it with the pin. */
  commit: v.string(),
  /** Inputs that have no default and must be given. */
  required: names,
  /** Input → default, if it has one; may be an expression. */
  defaults: v.record(v.string(), v.string()),
  /** The other inputs. */
  optional: names,
  outputs: names,
});

/**
 * Inputs and outputs of every pinned action, to find misspelt inputs without a network: GitHub only warns of them in a
 * log. When a pin changes, read its entry again from that commit's `action.yml`.
 */
export const actionInterfaces = v.parse(
  v.record(v.string(), actionInterface),
  parse(readFileSync(join(__dirname, "action-interfaces.yml"), "utf8")),
);

/** Every input of an action. */
export function inputNames({ required, defaults, optional }: ActionInterface): string[] {
  return [...required, ...Object.keys(defaults), ...optional];
}
