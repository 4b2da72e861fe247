import type { System } from "../catalogue/system.js";
import { nearest } from "../problems/nearest.js";
import type { Problem } from "../problems/problem.js";
import type { Configuration } from "./configuration.js";
import { NAMESPACE, type RawConfiguration, type ReadingContext, renamed } from "./key.js";
import { keys } from "./keys.js";

/**
 * The result of reading. `configuration` has defaults in place of wrong values, so that further checks can continue.
 */
interface Reading {
  readonly configuration: Configuration;
  readonly problems: readonly Problem[];
}

/** Reads and checks the configuration of a stack. Reports all problems; throws none. Pure. */
export function readConfiguration(raw: RawConfiguration, catalogue: readonly System[]): Reading {
  const problems = unknownKeys(raw);
  const context: ReadingContext = { raw, catalogue, report: (...found) => problems.push(...found) };
  const values = Object.entries(keys).map(([name, key]) => [name, key.read(name, context)]);
  // Complete: every key was read by its own schema.
  return { configuration: Object.fromEntries(values) as Configuration, problems };
}

function unknownKeys(raw: RawConfiguration): Problem[] {
  const names = Object.keys(keys).map((name) => NAMESPACE + name);
  return Object.keys(raw)
    .filter((key) => key.startsWith(NAMESPACE) && !names.includes(key))
    .map((key) => {
      const newName = renamed.get(key);
      const meant = nearest(key, names);
      const suggestion =
        newName === undefined ? meant && `perhaps you meant ${meant}; ` : `write ${newName}, its new name; `;
      return {
        where: key,
        expected: `one of ${Object.keys(keys).join(", ")}`,
        found: newName === undefined ? "an unknown key" : "an old name of a key",
        fix: `${suggestion ?? ""}\`pulumi config rm ${key}\` removes it`,
      };
    });
}
