import type { Pin } from "./pin.js";

/**
 * The text of src/catalogue/actions.ts with new pins: of each entry, version and commit change and nothing else.
 *
 * @throws Error where an action has no entry in the form that Prettier gives one.
 */
export function withPins(source: string, pins: ReadonlyMap<string, Pin>): string {
  return [...pins].reduce((text, [action, { version, commit }]) => {
    const name = action.replaceAll(".", "\\.");
    const entry = new RegExp(`("${name}": \\{\\s*version: )"[^"]*"(,\\s*commit: )"[0-9a-f]{40}"`);
    if (!entry.test(text)) throw new Error(`src/catalogue/actions.ts has no entry for ${action}`);
    return text.replace(entry, `$1"${version}"$2"${commit}"`);
  }, source);
}
