import type { Configuration } from "../configuration/configuration.js";
import type { System } from "../catalogue/system.js";

/** The systems of a catalogue that a stack owns, in the catalogue's order. Pure. */
export function systemsOf(
  { systems }: Pick<Configuration, "systems">,
  catalogue: readonly System[],
): readonly System[] {
  return catalogue.filter(({ name }) => systems.includes(name));
}
