import * as v from "valibot";
import type { DeliveredFile } from "../../plan/delivery-plan.js";
import { entryOf, type Tree } from "./tree.js";

const START = "<!-- slipway:delivery ";
const END = " -->";
/** Pairs instead of an object: a path may be `__proto__`. */
const entries = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.tuple([v.string(), v.pipe(v.string(), v.regex(/^\d{6} [0-9a-f]{40}$/))])),
);

/** What a delivery brings: path → entry of every file, including unchanged ones. */
export function recordOf(files: readonly DeliveredFile[]): Tree {
  return new Map(files.map((file) => [file.path, entryOf(file)]));
}

/** The record as a comment that GitHub does not show. */
export function writeRecord(record: Tree): string {
  const fields = [...record].map(([path, { mode, sha }]) => [path, `${mode} ${sha}`]);
  // Nothing in it may end the comment.
  return START + JSON.stringify(fields).replaceAll(">", "\\u003e") + END;
}

/** The record in a pull request's text; `undefined` if a person removed it or wrote the text. */
export function readRecord(text: string): Tree | undefined {
  const start = text.lastIndexOf(START);
  if (start === -1) return undefined;
  const end = text.indexOf(END, start);
  if (end === -1) return undefined;
  const parsed = v.safeParse(entries, text.slice(start + START.length, end));
  if (!parsed.success) return undefined;
  return new Map(
    parsed.output.map(([path, entry]) => {
      const [mode = "", sha = ""] = entry.split(" ");
      return [path, { mode, sha }];
    }),
  );
}

/** The text without its record: its files no longer count as delivered. */
export function withoutRecord(text: string): string {
  const start = text.lastIndexOf(START);
  const end = text.indexOf(END, start);
  return start === -1 || end === -1 ? text : text.slice(0, start).trimEnd() + text.slice(end + END.length);
}
