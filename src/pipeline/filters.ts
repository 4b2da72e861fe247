import { matchesRefs } from "../catalogue/ref-filter.js";

/** What a filter is about. */
export type RefKind = "branch" | "tag" | "path";

/** Values for a wildcard. */
const WORDS = ["any-name", "x", "0"];

const PIECE = /\\(?<escaped>.)|\[(?<set>[^\]]*)\]|(?<folders>\*\*\/)|(?<anything>\*\*?)|(?<plain>[^\\[*])/gsu;

/** Some of the simplest legal names that a filter matches. */
export function namesFor(filter: string, kind: RefKind): string[] {
  const names = WORDS.flatMap((word) => [written(filter, word, true), written(filter, word, false)]);
  return [...new Set(names)].filter(
    (name) => (kind === "path" ? isPathInRepository(name) : isRefName(name)) && matchesRefs([filter], name),
  );
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
