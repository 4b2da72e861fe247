import { readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../problems/user-error.js";
import { ignorePatterns, type IgnorePattern } from "./ignore-pattern.js";

/** What the rules say of one path. */
export interface Verdict {
  /** Whether a build leaves it out. */
  readonly ignored: boolean;
  /** For each rule, whether it was found to name the path or a folder above it. */
  readonly named: readonly boolean[];
}

/** What a build leaves out of its context. */
export interface IgnoreRules {
  /**
   * Judges a path, relative to the context with `/` between its parts.
   *
   * @param folder the verdict on the folder that holds it; `undefined` at the root of the context.
   */
  judge(relativePath: string, folder: Verdict | undefined): Verdict;
  /** Whether a later rule may bring back a file below an ignored folder, so that such folders must be searched. */
  readonly mayBringBack: boolean;
}

/**
 * The ignore rules of one build, found as BuildKit finds them: `<Dockerfile>.dockerignore`, else `.dockerignore` at
 * the root of the context, else none.
 *
 * @throws UserError that names the file, where a rule cannot be read.
 */
export async function ignoreRules(dockerfile: string, context: string): Promise<IgnoreRules> {
  for (const file of [`${dockerfile}.dockerignore`, path.join(context, ".dockerignore")]) {
    const text = await readIfThere(file);
    if (text !== undefined) return rulesOf(patternsOf(file, text));
  }
  return rulesOf([]);
}

/** Rules in the order of their lines; the last one that names a path decides. */
export function rulesOf(patterns: readonly IgnorePattern[]): IgnoreRules {
  return {
    judge(relativePath, folder) {
      let ignored = false;
      const named = patterns.map(({ bringsBack, matches }, index) => {
        // As in BuildKit, a rule that could change nothing is not asked. What it would have said of a folder is then
        // not known for the files below: after `docs/*.md`, `!docs` brings nothing back.
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
    throw new UserError(
      `${file} holds a pattern that no build takes: ${error.message}. Correct or remove it.`,
    );
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
