import * as v from "valibot";
import { same } from "./properties.js";

/** A policy as the SDK takes it: text, or a document. */
export const policyDocument = v.union([v.string(), v.record(v.string(), v.unknown())]);

/** What the service is sent: it takes text alone. */
export function documentText(policy: unknown): string {
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}

/** Two policies are the same if they parse to the same value; rules of a lifecycle go by priority, not by place. */
export function sameDocument(left: unknown, right: unknown): boolean {
  return same(parsed(left), parsed(right));
}

/** The service's text, or the known spelling where it means the same. */
export function knownSpelling(known: unknown, found: string | undefined): string | undefined {
  return sameDocument(known, found) ? documentText(known) : found;
}

const lifecycle = v.looseObject({ rules: v.array(v.looseObject({ rulePriority: v.number() })) });

function parsed(policy: unknown): unknown {
  if (policy === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(documentText(policy));
    const rules = v.safeParse(lifecycle, value);
    if (!rules.success) return value;
    return rules.output.rules.toSorted((a, b) => a.rulePriority - b.rulePriority);
  } catch {
    return policy;
  }
}
