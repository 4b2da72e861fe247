import { existsSync, statSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { problemsOf } from "../src/plan/catalogue-problems.js";
import type { Configuration } from "../src/configuration/configuration.js";
import type { Problem } from "../src/problems/problem.js";
import type { System } from "../src/catalogue/system.js";
import { systemsOf } from "../src/plan/systems-of.js";
import { refuse } from "../src/problems/user-error.js";
import { readConfiguration } from "../src/configuration/read.js";

/**
 * The current stack's configuration, checked against the catalogue and the disk.
 *
 * @throws UserError that lists every problem, before anything is declared.
 */
export function loadConfiguration(catalogue: readonly System[]): Configuration {
  const { configuration, problems } = readConfiguration(pulumi.runtime.allConfig(), catalogue);
  const all = [
    ...problems,
    ...problemsOf(configuration, catalogue),
    ...checkoutProblems(configuration, catalogue),
  ];
  refuse(all);
  return configuration;
}

/** Checkouts that are missing, or lack a Dockerfile or context that the catalogue names. */
function checkoutProblems(configuration: Configuration, catalogue: readonly System[]): Problem[] {
  const { checkouts } = configuration;
  return systemsOf(configuration, catalogue).flatMap((system) => {
    const checkout = checkouts[system.name];
    if (checkout === undefined) return [];
    const where = `slipway:checkouts.${system.name}`;
    if (!isDirectory(checkout)) {
      return [
        {
          where,
          expected: "the folder of the system's sources",
          found: existsSync(checkout)
            ? `${checkout}, which is no folder`
            : `${checkout}, which does not exist`,
          fix: `clone ${system.repository} there, or name the folder where it is`,
        },
      ];
    }
    const dockerfiles = [...new Set(system.images.map(({ dockerfile }) => dockerfile))];
    const contexts = [...new Set(system.images.map(({ context }) => context))];
    return [
      ...dockerfiles
        .filter((file) => !existsSync(path.join(checkout, file)))
        .map((file) => ({
          where,
          expected: `${file} in it`,
          found: `${checkout} without ${file}`,
          fix: `copy systems/${system.name}/files into it, or check out a commit that has it`,
        })),
      ...contexts
        .filter((context) => !isDirectory(path.join(checkout, context)))
        .map((context) => ({
          where,
          expected: `the build context ${context} in it`,
          found: `${checkout} without ${context}`,
          fix: "check out a commit that has it, or correct the catalogue",
        })),
    ];
  });
}

function isDirectory(directory: string): boolean {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
