import microdiff from "microdiff";
import { parse } from "yaml";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { yamlError } from "../../problems/yaml-error.js";

/** How the content of a file differs from the one delivered. */
export interface ContentDrift {
  /** A cosmetic difference has no effect on what runs. */
  readonly severity: "cosmetic" | "semantic";
  /** The difference, in words. */
  readonly what: string;
  /** Keys of a YAML file whose values differ, such as `jobs.build.steps[2].with.push`. */
  readonly keys?: readonly string[];
}

/** Compares content that differs from what is delivered: YAML by meaning, everything else by bytes. */
export function contentDrift(wanted: Pick<DeliveredFile, "path" | "content">, found: Buffer): ContentDrift {
  if (!/\.ya?ml$/.test(wanted.path)) return { severity: "semantic", what: "changed" };
  let differences;
  try {
    const [delivered, present] = [wanted.content, found].map((text): unknown => parse(text.toString()));
    differences = microdiff({ root: delivered }, { root: present });
  } catch (error) {
    return { severity: "semantic", what: `not YAML: ${yamlError(error)}` };
  }
  if (differences.length === 0) {
    return { severity: "cosmetic", what: "only comments, key order or layout differ" };
  }
  const keys = [...new Set(differences.map(({ path }) => keyOf(path.slice(1))))];
  return { severity: "semantic", what: `changed at ${keys.join(", ")}`, keys };
}

function keyOf(path: readonly (string | number)[]): string {
  const key = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  return key === "" ? "the whole file" : key.replace(/^\./, "");
}
