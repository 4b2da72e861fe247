import { isDeepStrictEqual } from "node:util";
import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  parse,
  parseDocument,
  stringify,
  type YAMLMap,
} from "yaml";

/** One entry of `slipway:versions`. */
export interface Version {
  readonly system: string;
  readonly arg: string;
  readonly value: string;
}

/** Text to stand in place of what is between two offsets. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The text of a stack's file with other values in `slipway:versions`. Everything else stays byte for byte: comments,
 * order, line ends, encrypted values; yaml would write the whole document its own way. Values that are there are
 * replaced in their quotes, others added at the end of the map that they belong to. Pure.
 *
 * @returns undefined where the file is of a form in which that is not possible, such as one with an alias in the way.
 */
export function withVersions(text: string, versions: readonly Version[]): string | undefined {
  const edited = versions.reduce(
    (before, { system, arg, value }) => withValue(before, pathOf(system, arg), value),
    text,
  );
  const wanted = versions.reduce<unknown>(
    (before, { system, arg, value }) => put(before, pathOf(system, arg), value),
    parse(text),
  );
  const sound = parseDocument(edited).errors.length === 0;
  return sound && isDeepStrictEqual(parse(edited), wanted) ? edited : undefined;
}

function pathOf(system: string, arg: string): string[] {
  return ["config", "slipway:versions", system, arg];
}

function withValue(text: string, path: readonly string[], value: string): string {
  const edit = replacement(text, path, value) ?? addition(text, path, value);
  return edit === undefined ? text : text.slice(0, edit.from) + edit.text + text.slice(edit.to);
}

function replacement(text: string, path: readonly string[], value: string): Edit | undefined {
  const node = parseDocument(text).getIn(path, true);
  if (!isScalar(node) || !node.range) return undefined;
  const [from, end] = node.range;
  // A block of text takes its last line end with it.
  const source = text.slice(from, end).trimEnd();
  const quote = /^["']/.exec(source)?.[0] ?? "";
  return { from, to: from + source.length, text: quote + value + quote };
}

/** Adds to the innermost map that is there. */
function addition(text: string, path: readonly string[], value: string): Edit | undefined {
  const document = parseDocument(text);
  const depth = [3, 2, 1, 0].find((length) => isMap(document.getIn(path.slice(0, length), true)));
  const map = depth === undefined ? undefined : document.getIn(path.slice(0, depth), true);
  if (!isMap(map)) return undefined;
  const entry = path.slice(depth).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return map.flow ? additionInBraces(map, entry) : additionOfLines(map, entry, text);
}

function additionInBraces({ range, items }: YAMLMap, entry: unknown): Edit | undefined {
  if (!range) return undefined;
  const at = range[0] + "{".length;
  return {
    from: at,
    to: at,
    text: JSON.stringify(entry).slice("{".length, -"}".length) + (items.length === 0 ? "" : ", "),
  };
}

function additionOfLines(map: YAMLMap, entry: unknown, text: string): Edit | undefined {
  const [first] = map.items;
  const end = endOf(map);
  if (first === undefined || !isNode(first.key) || !first.key.range || end === undefined) return undefined;
  const indent = first.key.range[0] - lineStart(text, first.key.range[0]);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = stringify(entry, { lineWidth: 0 })
    .trimEnd()
    .split("\n")
    .map((line) => " ".repeat(indent) + line + eol)
    .join("");
  // A comment may stand behind the last value; a block of text ends with its line.
  const lineEnd = text[end - 1] === "\n" ? end - 1 : text.indexOf("\n", end);
  if (lineEnd === -1) return { from: text.length, to: text.length, text: eol + lines.trimEnd() };
  return { from: lineEnd + 1, to: lineEnd + 1, text: lines };
}

/** Where the last value of a node ends, before comments and empty lines that follow it. */
function endOf(node: unknown): number | undefined {
  if (!isNode(node)) return undefined;
  const last = isCollection(node) && !node.flow ? node.items.at(-1) : undefined;
  if (last === undefined) return node.range?.[1];
  return endOf(isPair(last) ? (last.value ?? last.key) : last);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function put(value: unknown, [key, ...rest]: readonly string[], leaf: string): unknown {
  if (key === undefined) return leaf;
  const map = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  return Object.fromEntries([...map, [key, put(map.get(key), rest, leaf)]]);
}
