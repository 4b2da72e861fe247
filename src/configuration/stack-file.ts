import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import * as v from "valibot";
import type { Problem } from "../problems/problem.js";
import { UserError } from "../problems/user-error.js";
import { yamlError } from "../problems/yaml-error.js";
import type { RawConfiguration } from "./key.js";

const stackFile = v.object({ config: v.optional(v.record(v.string(), v.unknown()), {}) });

/**
 * A stack's configuration from its file, in the form in which Pulumi hands it to the program. For what runs without
 * Pulumi; encrypted values are left as they are.
 *
 * @throws UserError where the file is not YAML, or has no map below `config`.
 */
export function readStackFile(file: string): RawConfiguration {
  const parsed = v.safeParse(stackFile, readYaml(file) ?? {});
  if (!parsed.success) {
    throw refused(file, {
      expected: "a map, with a map below `config`",
      found: v.summarize(parsed.issues).replaceAll("\n", " "),
      fix: "write `config:`, and below it `slipway:owner: NAME` and the like, indented",
    });
  }
  const { config } = parsed.output;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw refused(file, {
      expected: "YAML",
      found: yamlError(error),
      fix: "correct it; `pulumi config` reads the file, too",
    });
  }
}

function refused(file: string, problem: Omit<Problem, "where">): UserError {
  return new UserError(
    [{ where: path.basename(file), ...problem }],
    "in a stack's file; nothing was changed",
  );
}
