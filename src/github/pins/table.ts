import type { Pin } from "./pin.js";

/**
 * src/catalogue/actions.ts with new pins. Only each entry's version and commit change.
 *
 * @throws Error if an action has no entry in Prettier's format.
 */
export function withPins(source: string, pins: ReadonlyMap<string, Pin>): string {
  return [...pins].reduce((text, [action, { version, commit }]) => {
    const name = action.replaceAll(".", "\\.");
    const entry = new RegExp(`("${name}": \\{\\s*version: )"[^"]*"(,\\s*commit: )"[0-9a-f]{40}"`);
    if (!entry.test(text)) throw new Error(`src/catalogue/actions.ts has no entry for ${action}`);
    return text.replace(entry, `$1"${version}"$2"${commit}"`);
  }, source);
}
