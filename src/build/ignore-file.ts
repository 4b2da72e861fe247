import { readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../problems/user-error.js";
import { ignorePatterns, type IgnorePattern } from "./ignore-pattern.js";

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
    const text = await readIfThere(file);
    if (text !== undefined) return rulesOf(patternsOf(file, text));
  }
  return rulesOf([]);
}

/** Rules in the order of their lines; the last matching one decides. */
export function rulesOf(patterns: readonly IgnorePattern[]): IgnoreRules {
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

function patternsOf(file: string, text: string): IgnorePattern[] {
  try {
    return ignorePatterns(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${file} contains an invalid pattern: ${error.message}. Correct or remove it.`);
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
