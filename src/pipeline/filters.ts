import { matchesRefs } from "../catalogue/ref-filter.js";

/** What a filter is about. */
export type RefKind = "branch" | "tag" | "path";

/** Why a list of filters never matches. */
export type Dead =
  /** No filter that includes anything; also an empty list. */
  | { readonly reason: "only negations" }
  /** No branch, tag or path can have such a name. */
  | { readonly reason: "impossible"; readonly filter: string }
  /** Later filters exclude all that earlier ones include. */
  | { readonly reason: "excluded" };

/**
 * Why a list of GitHub's filters never matches, or one filter of it never does; empty if something can match. Tries
 * made-up names for each filter, so a list that only matches names nobody would make up counts as dead, too.
 */
export function deadFilters(filters: readonly string[], kind: RefKind): Dead[] {
  const positive = filters.filter((filter) => !filter.startsWith("!"));
  if (positive.length === 0) return [{ reason: "only negations" }];
  const impossible = positive.filter((filter) => namesFor(filter, kind).length === 0);
  if (impossible.length > 0) return impossible.map((filter) => ({ reason: "impossible", filter }));
  const survives = positive.some((filter) =>
    namesFor(filter, kind).some((name) => matchesRefs(filters, name)),
  );
  return survives ? [] : [{ reason: "excluded" }];
}

/** Values for a wildcard. */
const WORDS = ["any-name", "x", "0"];

const PIECE = /\\(?<escaped>.)|\[(?<set>[^\]]*)\]|(?<folders>\*\*\/)|(?<anything>\*\*?)|(?<plain>[^\\[*])/gsu;

/** Some of the simplest legal names that a filter matches. */
export function namesFor(filter: string, kind: RefKind): string[] {
  const names = WORDS.flatMap((word) => [written(filter, word, true), written(filter, word, false)]);
  return [...new Set(names)].filter((name) => isLegal(name, kind) && matchesRefs([filter], name));
}

/** The filter with `word` for each wildcard; optional, repeated and alternative parts at their most or least. */
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

function isLegal(name: string, kind: RefKind): boolean {
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

/** Refused by git in the name of a branch or a tag. Source: git-check-ref-format(1). */
const REFUSED = /^[-/]|[/.]$|\/\/|\.\.|@\{|^@$|(?:^|\/)\.|\.lock(?:\/|$)|[\x00-\x20\x7f~^:?*[\\]/;

/** Whether git accepts it as the name of a branch or a tag. */
export function isRefName(name: string): boolean {
  return name !== "" && !REFUSED.test(name);
}

/** Whether GitHub can name a file so: from the root, without a leading `/` or `./`. */
function isPathInRepository(path: string): boolean {
  return path !== "" && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
