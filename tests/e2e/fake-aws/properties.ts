import { isDeepStrictEqual } from "node:util";

/** A bag of properties as the engine sends it: plain JSON values, and in a preview the mark of an unknown one. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the engine puts in place of a value that is not known yet (Pulumi's provider protocol). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the value is, or holds anywhere, one that is not known before the real run. */
export function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(isUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}

/** The bag without the properties that are undefined or null: the protocol knows no undefined. */
export function present(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value != null));
}

/** Whether two values say the same; a missing value equals null. */
export function same(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(left ?? null, right ?? null);
}
