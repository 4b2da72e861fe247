import type { Problem } from "../../problems/problem.js";
import { possibleTexts, type Knowledge } from "../possible-values.js";
import { runnerFor } from "../runners.js";
import { cellsOf, fieldOf } from "./cells.js";
import type { ParsedWorkflow } from "./parsed-workflow.js";

/** Images built on a runner of another platform: that fails without an emulator and takes hours with one (user pain 23). */
export function platformProblems({ jobs }: ParsedWorkflow): Problem[] {
  return jobs.flatMap((job) =>
    job.steps.flatMap(({ step, inputs, where }) => {
      const platforms = inputs.get("platforms");
      if (!("uses" in step) || step.uses !== "docker/build-push-action" || platforms === undefined) return [];
      const foreign = cellsOf(job).flatMap((cell) => {
        const knowledge: Knowledge = (reference) => fieldOf(cell, reference);
        const built = possibleTexts(platforms.template, knowledge).flatMap((text) => text.split(","));
        return possibleTexts(job.runsOn, knowledge).flatMap((runner) =>
          built
            .filter((platform) => isForeign(platform, runner))
            .map((platform) => `${platform} on ${runner}`),
        );
      });
      return [...new Set(foreign)].map((found) => ({
        where: `${where}, platforms`,
        expected: "each platform built on a runner of that platform",
        found,
        fix: "use multiPlatform() of src/pipeline/multi-platform.ts, or the platform's own runner",
      }));
    }),
  );
}

/** Platforms and runners that are known only in the run do not count. */
function isForeign(platform: string, runner: string): boolean {
  const runners = new Map<string, string>(Object.entries(runnerFor));
  return runners.has(platform) && [...runners.values()].includes(runner) && runners.get(platform) !== runner;
}
