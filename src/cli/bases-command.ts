import { Command } from "commander";
import { dependents, dependentsOf } from "../plan/public-images.js";
import { resolve } from "../plan/resolve.js";
import { printResult } from "./output.js";
import type { Project } from "./project.js";
import { defaultConfiguration } from "./plan-stack.js";
import { unknownName, UsageError } from "./usage-error.js";

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
    .action((reference: string | undefined, { json }: { readonly json?: true }) => {
      const systems = resolve(defaultConfiguration(catalogue), catalogue);
      const all = dependents(systems);
      const [one] = reference === undefined ? [] : [dependentsOf(reference, systems)];
      if (reference !== undefined && one === undefined) {
        const otherwise = "copy one of these; no image of the catalogue is built on this one";
        const known = all.map(({ base }) => base);
        throw new UsageError([unknownName("REFERENCE", reference, known, otherwise)]);
      }
      printResult(json, one === undefined ? all : [one], (found) =>
        found.map(({ base, images }) => `${base}: ${images.join(", ")}`).join("\n"),
      );
    });
}
