import { existsSync, statSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { System } from "../src/catalogue/system.js";
import type { Configuration } from "../src/configuration/configuration.js";
import { readConfiguration } from "../src/configuration/read.js";
import type * as Delivery from "../src/delivery/delivered-files.js";
import { expressionReader } from "../src/pipeline/expression-reader.js";
import { problemsOf } from "../src/plan/catalogue-problems.js";
import { makePlan, type Plan } from "../src/plan/plan.js";
import { type Means, resolve } from "../src/plan/resolve.js";
import type { ResolvedSystem } from "../src/plan/resolved-system.js";
import type { Problem } from "../src/problems/problem.js";
import { refuse } from "../src/problems/user-error.js";

/**
 * The plan of the current stack, from its configuration, the catalogue and the disk.
 *
 * @throws UserError that lists every problem, before anything is declared.
 */
export async function loadPlan(catalogue: readonly System[]): Promise<Plan> {
  const { configuration, problems } = readConfiguration(pulumi.runtime.allConfig(), catalogue);
  const isManaged = configuration.repositorySettings.kind === "managed";
  const systems = resolve(configuration, catalogue, {
    stack: pulumi.getStack(),
    reader: isManaged ? await expressionReader() : undefined,
    filesOf: filesOf(configuration),
  });
  refuse([
    ...problems,
    ...problemsOf(configuration, catalogue, systems),
    ...systems.flatMap(checkoutProblems),
  ]);
  return makePlan(configuration, systems);
}

/** Loaded only where a stack delivers: it brings what writes workflow files. */
function filesOf({ delivery }: Configuration): Means["filesOf"] {
  if (delivery === "off") return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() knows no TypeScript here
  const { deliveredFiles } = require("../src/delivery/delivered-files.js") as typeof Delivery;
  return (system) => deliveredFiles(system);
}

/** Missing checkouts, and those that lack a Dockerfile or context of the catalogue. */
function checkoutProblems({ name, checkout, repository, images }: ResolvedSystem): Problem[] {
  if (checkout === undefined) return [];
  const problem = (expected: string, found: string, fix: string): Problem => ({
    where: `slipway:checkouts.${name}`,
    expected,
    found: `${checkout}${found}`,
    fix,
  });
  if (!isDirectory(checkout)) {
    const found = existsSync(checkout) ? ", which is no folder" : ", which does not exist";
    const fix = `clone ${repository.name} there, or name the folder where it is`;
    return [problem("the folder of the system's sources", found, fix)];
  }
  const copy = `copy systems/${name}/files into it, or check out a commit that has it`;
  const correct = "check out a commit that has it, or correct the catalogue";
  const dockerfiles = [...new Set(images.map(({ spec }) => spec.dockerfile))];
  const contexts = [...new Set(images.map(({ spec }) => spec.context))];
  return [
    ...dockerfiles
      .filter((file) => !existsSync(path.join(checkout, file)))
      .map((file) => problem(`${file} in it`, ` without ${file}`, copy)),
    ...contexts
      .filter((context) => !isDirectory(path.join(checkout, context)))
      .map((context) => problem(`the build context ${context} in it`, ` without ${context}`, correct)),
  ];
}

function isDirectory(directory: string): boolean {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
