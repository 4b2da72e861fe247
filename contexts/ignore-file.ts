import { readFile } from "node:fs/promises";
import path from "node:path";
import dockerignore from "@balena/dockerignore";

/** What a build leaves out of its context. */
export interface IgnoreRules {
  /** Whether a path, relative to the context with `/` between its parts, is left out. */
  ignores(relativePath: string): boolean;
  /** Whether a later rule may bring back a file below an ignored folder, so that such folders must be searched. */
  readonly mayBringBack: boolean;
}

/**
 * The ignore rules of one build, found as BuildKit finds them: `<Dockerfile>.dockerignore`, else `.dockerignore` at
 * the root of the context, else none.
 */
export async function ignoreRules(dockerfile: string, context: string): Promise<IgnoreRules> {
  const text =
    (await readIfThere(`${dockerfile}.dockerignore`)) ??
    (await readIfThere(path.join(context, ".dockerignore"))) ??
    "";
  const rules = dockerignore({ ignorecase: false }).add(text);
  return {
    ignores: (relativePath) => rules.ignores(relativePath),
    mayBringBack: text.split("\n").some((line) => line.trimStart().startsWith("!")),
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
