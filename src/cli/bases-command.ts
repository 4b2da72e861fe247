import { Command } from "commander";
import { nearest } from "../problems/nearest.js";
import { dependents, dependentsOf } from "../plan/public-images.js";
import { resolve } from "../plan/resolve.js";
import { UsageError } from "./exit.js";
import type { Project } from "./project.js";
import { defaultConfiguration } from "./plan-stack.js";

interface Options {
  readonly json?: true;
}

export function basesCommand({ catalogue }: Project): Command {
  return new Command("bases")
    .summary("print which images are built on which public image")
    .description(
      "Prints the images to rebuild when a public image gets a new digest: those built on it, and those built on them.",
    )
    .argument("[reference]", "a public image, with or without its digest; default: all")
    .option("--json", "a list of { base, images }")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway bases\n  slipway bases rust:1.83-slim-bookworm@sha256:… --json",
    )
    .action((reference: string | undefined, options: Options) => {
      bases(catalogue, reference, options);
    });
}

function bases(catalogue: Project["catalogue"], reference: string | undefined, { json }: Options): void {
  const systems = resolve(defaultConfiguration(catalogue), catalogue);
  const all = dependents(systems);
  const found = reference === undefined ? all : [dependentsOf(reference, systems) ?? unknown(reference)];
  if (json) console.log(JSON.stringify(found, undefined, 2));
  else for (const { base, images } of found) console.log(`${base}: ${images.join(", ")}`);

  function unknown(name: string): never {
    const known = all.map(({ base }) => base);
    const meant = nearest(name, known);
    throw new UsageError([
      {
        where: "REFERENCE",
        expected: `one of ${known.join(", ")}`,
        found: JSON.stringify(name),
        fix:
          meant === undefined
            ? "copy one of these; no image of the catalogue is built on this one"
            : `perhaps you meant ${meant}`,
      },
    ]);
  }
}
