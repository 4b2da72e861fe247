import { isDeepStrictEqual } from "node:util";
import { type Document, parse, parseDocument } from "yaml";

/** One entry of `slipway:versions`. */
export interface Version {
  readonly system: string;
  readonly arg: string;
  readonly value: string;
}

/**
 * The text of a stack's file with other values in `slipway:versions`. Comments, order, quotes and encrypted values stay,
 * and so does the indentation; white space in other places becomes what yaml writes. Pure.
 *
 * @returns undefined where that is not possible without changing something else, such as where an alias is in the way.
 */
export function withVersions(text: string, versions: readonly Version[]): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  const wanted = versions.reduce<unknown>(
    (before, { value, ...place }) => put(before, pathOf(place), value),
    document.toJS(),
  );
  if (!setAll(document, versions)) return undefined;
  const indent = /^ +(?=\S)/m.exec(text)?.[0].length ?? 2;
  const edited = document.toString({ lineWidth: 0, indent, flowCollectionPadding: false });
  return isDeepStrictEqual(parse(edited), wanted) ? edited : undefined;
}

function setAll(document: Document, versions: readonly Version[]): boolean {
  try {
    for (const { value, ...place } of versions) document.setIn(pathOf(place), value);
    return true;
  } catch {
    // yaml throws where the path leads through something else than a map.
    return false;
  }
}

function pathOf({ system, arg }: Omit<Version, "value">): string[] {
  return ["config", "slipway:versions", system, arg];
}

function put(value: unknown, [key, ...rest]: readonly string[], leaf: string): unknown {
  if (key === undefined) return leaf;
  const map = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  return Object.fromEntries([...map, [key, put(map.get(key), rest, leaf)]]);
}
