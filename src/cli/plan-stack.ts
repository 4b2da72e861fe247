import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { System } from "../catalogue/system.js";
import type { Configuration } from "../configuration/configuration.js";
import { readConfiguration } from "../configuration/read.js";
import { readStackFile } from "../configuration/stack-file.js";
import { deliveredFiles } from "../delivery/delivered-files.js";
import { expressionReader } from "../pipeline/expression-reader.js";
import { problemsOf } from "../plan/catalogue-problems.js";
import { makePlan, type Plan } from "../plan/plan.js";
import { type Means, resolve } from "../plan/resolve.js";
import type { ResolvedSystem } from "../plan/resolved-system.js";
import { refuse } from "../problems/user-error.js";
import { chooseSystems } from "./choose-systems.js";
import type { Project } from "./project.js";
import { unknownName, UsageError } from "./usage-error.js";

/** Pulumi's rule for stack names; none leads to a file elsewhere. */
const STACK = /^[\w.-]{1,100}$/;

/**
 * Reads a stack from its file and plans it, without Pulumi.
 *
 * @throws UsageError without such a stack, UserError with every problem of its configuration.
 */
export async function planStack(stack: string, project: Project): Promise<Plan> {
  const { configuration, systems } = await resolveStack(stack, project);
  return makePlan(configuration, systems);
}

/**
 * The named systems, in the order of the catalogue; all where none is named. Owners and versions are those of `stack`,
 * whether or not it owns the systems; without a stack, the catalogue's own.
 *
 * @throws UsageError for unknown names and stacks, UserError with every problem of the stack's configuration.
 */
export async function resolveSystems(
  names: readonly string[],
  stack: string | undefined,
  project: Project,
): Promise<readonly ResolvedSystem[]> {
  const { catalogue } = project;
  const chosen = chooseSystems(names, catalogue).map(({ name }) => name);
  const { configuration, systems } =
    stack === undefined
      ? { configuration: defaultConfiguration(catalogue), systems: [] }
      : await resolveStack(stack, project);
  const owned = systems.filter(({ name }) => chosen.includes(name));
  const others = chosen.filter((name) => !owned.some((system) => system.name === name));
  const resolved = resolve({ ...configuration, systems: others }, catalogue, { filesOf: filesOf(project) });
  return [...owned, ...resolved].toSorted((a, b) => chosen.indexOf(a.name) - chosen.indexOf(b.name));
}

async function resolveStack(stack: string, project: Project) {
  const { catalogue } = project;
  const file = stackFile(stack, project);
  if (!STACK.test(stack) || !existsSync(file)) throw unknownStack(stack, project);
  const { configuration, problems } = readConfiguration(readStackFile(file), catalogue);
  const isManaged = configuration.repositorySettings.kind === "managed";
  const systems = resolve(configuration, catalogue, {
    stack,
    reader: isManaged ? await expressionReader() : undefined,
    filesOf: filesOf(project),
  });
  const all = [...problems, ...problemsOf(configuration, catalogue, systems)];
  refuse(all, `in ${path.basename(file)}; nothing was changed`);
  return { configuration, systems };
}

/** What holds where no stack is named: every key has its default, and the owner is not known. */
export function defaultConfiguration(catalogue: readonly System[]): Configuration {
  return readConfiguration({}, catalogue).configuration;
}

/** The path of a stack's file. */
export function stackFile(stack: string, { folder }: Project): string {
  return path.join(folder, `Pulumi.${stack}.yaml`);
}

function filesOf({ folder }: Project): Means["filesOf"] {
  return (system) => deliveredFiles(system, folder);
}

function unknownStack(stack: string, { folder }: Project): UsageError {
  const stacks = readdirSync(folder).flatMap((name) => /^Pulumi\.([^.]+)\.yaml$/.exec(name)?.[1] ?? []);
  const fix = STACK.test(stack) ? `make Pulumi.${stack}.yaml` : "name one of these";
  return new UsageError([unknownName("STACK", stack, stacks, fix)]);
}
