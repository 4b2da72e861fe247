import type { DeliveredFile } from "../delivered-file.js";
import { yamlDifference } from "./yaml-difference.js";

/** How the content of a file differs from the one delivered. */
export interface ContentDrift {
  /** A cosmetic difference changes nothing that runs. */
  readonly severity: "cosmetic" | "semantic";
  /** What is different, in words. */
  readonly what: string;
  /** Keys of a YAML file whose values differ. */
  readonly keys?: readonly string[];
}

/** Compares content that differs from what is delivered: YAML by what it means, all else as it is. */
export function contentDrift(wanted: DeliveredFile, found: Buffer): ContentDrift {
  if (!/\.ya?ml$/.test(wanted.path)) return { severity: "semantic", what: "changed" };
  const difference = yamlDifference(wanted.content.toString(), found.toString());
  switch (difference.kind) {
    case "cosmetic":
      return { severity: "cosmetic", what: "changed in comments, key order or layout only" };
    case "unreadable":
      return { severity: "semantic", what: `no YAML: ${difference.reason}` };
    case "semantic":
      return {
        severity: "semantic",
        what: `changed at ${difference.keys.join(", ")}`,
        keys: difference.keys,
      };
    default:
      return difference satisfies never;
  }
}
