import microdiff from "microdiff";
import { parse } from "yaml";
import { yamlError } from "../../problems/yaml-error.js";

/** How two YAML texts differ in meaning. */
export type YamlDifference =
  /** In comments, key order, quoting or layout only. */
  | { readonly kind: "cosmetic" }
  /** In the named keys, such as `jobs.build.steps[2].with.push`. */
  | { readonly kind: "semantic"; readonly keys: readonly string[] }
  /** One of them is no YAML; the parser's first line says why. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** Compares the meaning of two YAML texts. Keys are those of the second text. */
export function yamlDifference(delivered: string, found: string): YamlDifference {
  let differences;
  try {
    differences = microdiff({ root: parse(delivered) as unknown }, { root: parse(found) as unknown });
  } catch (error) {
    return { kind: "unreadable", reason: yamlError(error) };
  }
  if (differences.length === 0) return { kind: "cosmetic" };
  return { kind: "semantic", keys: [...new Set(differences.map(({ path }) => keyOf(path.slice(1))))] };
}

function keyOf(path: readonly (string | number)[]): string {
  const key = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  return key === "" ? "the whole file" : key.replace(/^\./, "");
}
