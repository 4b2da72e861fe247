import { readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../problems/user-error.js";

/** The verdict of the rules on one path. */
export interface Verdict {
  /** Whether it is ignored. */
  readonly ignored: boolean;
  /** For each rule, whether it matched the path or a parent folder. */
  readonly named: readonly boolean[];
}

/** The ignore rules of a context. */
export interface IgnoreRules {
  /**
   * Judges a path, relative to the context, with `/`.
   *
   * @param folder the verdict on its folder; `undefined` at the context's root.
   */
  judge(relativePath: string, folder: Verdict | undefined): Verdict;
  /** Whether a rule may re-include a file below an ignored folder, so that ignored folders must be searched. */
  readonly mayBringBack: boolean;
}

/**
 * The ignore rules of a build, found as by BuildKit: `<Dockerfile>.dockerignore`, or else `.dockerignore` at the
 * context's root, or else none.
 *
 * @throws UserError with the file, if a rule is invalid.
 */
export async function ignoreRules(dockerfile: string, context: string): Promise<IgnoreRules> {
  for (const file of [`${dockerfile}.dockerignore`, path.join(context, ".dockerignore")]) {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text === undefined) continue;
    try {
      return rulesOf(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new UserError(`${file} contains an invalid pattern: ${error.message}. Correct or remove it.`);
    }
  }
  return rulesOf("");
}

/**
 * The rules of an ignore file, in the order of its lines; the last matching one decides. Ported from
 * github.com/moby/patternmatcher 0.6.1, oddities included, because the npm package follows Docker's older builder:
 * there `!docs` re-includes `docs/a.md` after `docs/*.md`, `**.md` matches only files named `.md`, and `c++` fails.
 * tests/e2e/local/ignore-files.test.ts compares with BuildKit.
 *
 * @throws SyntaxError for an invalid line.
 */
export function rulesOf(text: string): IgnoreRules {
  const patterns = text
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
  return {
    judge(relativePath, folder) {
      let ignored = false;
      const named = patterns.map(({ bringsBack, matches }, index) => {
        // As in BuildKit, a rule that would change nothing is skipped, so its match of a folder is unknown for the
        // files below: after `docs/*.md`, `!docs` re-includes nothing.
        const found = folder?.named[index] === true || (bringsBack === ignored && matches(relativePath));
        if (found) ignored = !bringsBack;
        return found;
      });
      return { ignored, named };
    },
    mayBringBack: patterns.some(({ bringsBack }) => bringsBack),
  };
}

/** Go's `filepath.Clean`, without a leading slash. */
function clean(pattern: string): string {
  return pattern === ""
    ? ""
    : path.posix
        .normalize(pattern)
        .replace(/(?<=.)\/$/, "")
        .replace(/^\/(?=.)/, "");
}

/** `**` at one end of an otherwise literal pattern is compared as text, as in BuildKit; that is why `**.md` works. */
function matcher(pattern: string): (relativePath: string) => boolean {
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
