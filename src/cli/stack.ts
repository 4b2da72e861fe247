import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { nearest } from "../problems/nearest.js";
import { readConfiguration } from "../configuration/read.js";
import { readStackFile } from "../configuration/stack-file.js";
import { problemsOf } from "../plan/catalogue-problems.js";
import type { Configuration } from "../configuration/configuration.js";
import { refuse } from "../problems/user-error.js";
import { UsageError } from "./exit.js";
import type { Project } from "./project.js";

/** Pulumi's rule for stack names; none leads to a file elsewhere. */
const STACK = /^[\w.-]{1,100}$/;

/**
 * Reads a stack's configuration from its file and checks it against the catalogue, without Pulumi.
 *
 * @throws UsageError without such a stack, UserError with every problem of its configuration.
 */
export function readStack(stack: string, project: Project): Configuration {
  const { catalogue } = project;
  const file = stackFile(stack, project);
  if (!STACK.test(stack) || !existsSync(file)) throw unknownStack(stack, project);
  const { configuration, problems } = readConfiguration(readStackFile(file), catalogue);
  const all = [...problems, ...problemsOf(configuration, catalogue)];
  refuse(all, `in ${path.basename(file)}; nothing was changed`);
  return configuration;
}

/** The path of a stack's file. */
export function stackFile(stack: string, { folder }: Project): string {
  return path.join(folder, `Pulumi.${stack}.yaml`);
}

function unknownStack(stack: string, { folder }: Project): UsageError {
  const stacks = readdirSync(folder).flatMap((name) => /^Pulumi\.([^.]+)\.yaml$/.exec(name)?.[1] ?? []);
  const meant = nearest(stack.toLowerCase(), stacks);
  const fix = STACK.test(stack) ? `make Pulumi.${stack}.yaml` : "name one of these";
  return new UsageError([
    {
      where: "STACK",
      expected: `one of ${stacks.join(", ")}`,
      found: JSON.stringify(stack),
      fix: meant === undefined ? fix : `perhaps you meant ${meant}`,
    },
  ]);
}
