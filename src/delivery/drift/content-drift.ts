import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { yamlDifference } from "./yaml-difference.js";

/** How the content of a file differs from the one delivered. */
export interface ContentDrift {
  /** A cosmetic difference has no effect on what runs. */
  readonly severity: "cosmetic" | "semantic";
  /** The difference, in words. */
  readonly what: string;
  /** Keys of a YAML file whose values differ. */
  readonly keys?: readonly string[];
}

/** Compares content that differs from what is delivered: YAML by meaning, everything else by bytes. */
export function contentDrift(wanted: DeliveredFile, found: Buffer): ContentDrift {
  if (!/\.ya?ml$/.test(wanted.path)) return { severity: "semantic", what: "changed" };
  const difference = yamlDifference(wanted.content.toString(), found.toString());
  switch (difference.kind) {
    case "cosmetic":
      return { severity: "cosmetic", what: "only comments, key order or layout differ" };
    case "unreadable":
      return { severity: "semantic", what: `not YAML: ${difference.reason}` };
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
