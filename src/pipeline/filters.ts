import { matchesRefs } from "../catalogue/ref-filter.js";

/** What a filter of GitHub's is held against. */
export type Filtered = "branch" | "tag" | "path";

/** What keeps a list of filters from ever matching; `undefined` where something can match. */
export type Dead =
  | { readonly reason: "empty" }
  | { readonly reason: "only negations" }
  /** No branch, tag or path can be called that. */
  | { readonly reason: "impossible"; readonly filter: string }
  /** What the list lets in it takes out again. */
  | { readonly reason: "excluded" };

/**
 * Why a list of GitHub's filters can never match anything, or one of them cannot. Names are made up for each filter and
 * held against the list; a list that only lets through names that nobody would make up is taken for dead, too.
 */
export function deadFilters(filters: readonly string[], kind: Filtered): Dead[] {
  if (filters.length === 0) return [{ reason: "empty" }];
  const positive = filters.filter((filter) => !filter.startsWith("!"));
  if (positive.length === 0) return [{ reason: "only negations" }];
  const impossible = positive.filter((filter) => namesFor(filter, kind).length === 0);
  if (impossible.length > 0) return impossible.map((filter) => ({ reason: "impossible", filter }));
  const survives = positive.some((filter) =>
    namesFor(filter, kind).some((name) => matchesRefs(filters, name)),
  );
  return survives ? [] : [{ reason: "excluded" }];
}

/** What may stand for a wildcard. */
const WORDS = ["any-name", "x", "0"];

const PIECE = /\\(?<escaped>.)|\[(?<set>[^\]]*)\]|(?<folders>\*\*\/)|(?<anything>\*\*?)|(?<plain>[^\\[*])/gsu;

/** Legal names that a filter matches: some of the simplest. */
export function namesFor(filter: string, kind: Filtered): string[] {
  const names = WORDS.flatMap((word) => [written(filter, word, true), written(filter, word, false)]);
  return [...new Set(names)].filter((name) => isLegal(name, kind) && matchesRefs([filter], name));
}

/** The filter with `word` for each wildcard, and of what may be there, repeated or chosen the most or the least. */
function written(filter: string, word: string, most: boolean): string {
  const pieces: string[] = [];
  for (const { groups = {} } of filter.matchAll(PIECE)) {
    const { escaped, set, folders, anything, plain } = groups;
    if (plain === "+") {
      if (most) pieces.push(pieces.at(-1) ?? "");
    } else if (plain === "?") {
      if (!most) pieces.pop();
    } else if (anything !== undefined) {
      pieces.push(word);
    } else if (folders === undefined) {
      pieces.push(escaped ?? plain ?? set?.at(most ? -1 : 0) ?? "");
    }
  }
  return pieces.join("");
}

function isLegal(name: string, kind: Filtered): boolean {
  switch (kind) {
    case "branch":
    case "tag":
      return isRefName(name);
    case "path":
      return isPathInRepository(name);
    default:
      return kind satisfies never;
  }
}

/** What git refuses in the name of a branch or a tag. Source: git-check-ref-format(1). */
const REFUSED = /^[-/]|[/.]$|\/\/|\.\.|@\{|^@$|(?:^|\/)\.|\.lock(?:\/|$)|[\x00-\x20\x7f~^:?*[\\]/;

/** Whether git accepts it as the name of a branch or a tag. */
export function isRefName(name: string): boolean {
  return name !== "" && !REFUSED.test(name);
}

/** Whether it is how GitHub names a file of a repository: from the root, without a `/` or `./` before it. */
function isPathInRepository(path: string): boolean {
  return path !== "" && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
