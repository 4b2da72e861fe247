import { posix } from "node:path";

/** One line of an ignore file. */
export interface IgnorePattern {
  /** Whether it re-includes (`!`) what earlier lines ignored. */
  readonly bringsBack: boolean;
  /** Whether it matches this path, relative to the context, with `/`. */
  readonly matches: (relativePath: string) => boolean;
}

/**
 * Parses the lines of an ignore file like BuildKit. Ported from github.com/moby/patternmatcher 0.6.1, oddities
 * included, because the npm package follows Docker's older builder: there `!docs` re-includes `docs/a.md` after
 * `docs/*.md`, `**.md` matches only files named `.md`, and `c++` fails. tests/e2e/local/ignore-files.test.ts compares
 * with BuildKit.
 *
 * @throws SyntaxError for an invalid line.
 */
export function ignorePatterns(text: string): IgnorePattern[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const bringsBack = line.startsWith("!");
      const pattern = clean(bringsBack ? line.slice(1).trim() : line);
      if (pattern === "") throw new SyntaxError(`${line} matches nothing`);
      return { bringsBack, matches: matcher(pattern) };
    });
}

/** Go's `filepath.Clean`, without a leading slash. */
function clean(pattern: string): string {
  return pattern === ""
    ? ""
    : posix
        .normalize(pattern)
        .replace(/(?<=.)\/$/, "")
        .replace(/^\/(?=.)/, "");
}

/** `**` at one end of an otherwise literal pattern is compared as text, as in BuildKit; that is why `**.md` works. */
function matcher(pattern: string): IgnorePattern["matches"] {
  const [, stars = "", rest = pattern] = /^(\*\*)(.*)$/s.exec(pattern) ?? [];
  if (stars !== "" && isPlain(rest)) {
    return (file) => file.endsWith(rest) || file === rest.replace(/^\//, "");
  }
  const start = pattern.slice(0, -2);
  if (pattern.endsWith("**") && isPlain(start)) return (file) => file.startsWith(start);
  if (isPlain(pattern)) return (file) => file === pattern;
  const expression = new RegExp(`^${regularExpression(pattern)}$`);
  return (file) => expression.test(file);
}

function isPlain(pattern: string): boolean {
  return !/[*?[\]\\]/.test(pattern);
}

/** `**` matches any number of folders, `*` and `?` stay within one name, `[a-z]` is as in a regular expression. */
function regularExpression(pattern: string): string {
  return pattern.replace(/\*\*\/?|\*|\?|\\.|[.+()|{}$]/g, (found, offset: number) => {
    if (found.startsWith("**")) return offset + found.length === pattern.length ? ".*" : "(?:.*/)?";
    if (found === "*") return "[^/]*";
    if (found === "?") return "[^/]";
    return found.startsWith("\\") ? found : `\\${found}`;
  });
}
