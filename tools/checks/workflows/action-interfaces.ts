import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";

const names = v.array(v.string());

/** What an action's own `action.yml` says at the pinned commit. */
export type ActionInterface = v.InferOutput<typeof actionInterface>;
const actionInterface = v.strictObject({
  /** The commit it was read at; a test holds it to the pin. */
  commit: v.string(),
  /** Inputs that have no default and must be given. */
  required: names,
  /** Input → default, where there is one; may be an expression. */
  defaults: v.record(v.string(), v.string()),
  /** The other inputs. */
  optional: names,
  outputs: names,
});

/**
 * Inputs and outputs of every pinned action, so that a misspelt input is found without a network: GitHub itself only
 * warns of one, in a log that nobody reads. When a pin moves, its entry is read again from that commit's `action.yml`.
 */
export const actionInterfaces = v.parse(
  v.record(v.string(), actionInterface),
  parse(readFileSync(join(__dirname, "action-interfaces.yml"), "utf8")),
);

/** Every input of an action. */
export function inputNames({ required, defaults, optional }: ActionInterface): string[] {
  return [...required, ...Object.keys(defaults), ...optional];
}
