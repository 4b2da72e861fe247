import { dockerfileBases, obtainSubstitute, substitutesFor } from "../../tools/local/substitutes.js";
import { exampleCheckouts } from "../../tools/local/examples.js";
import { obtain } from "../../tools/local/obtain.js";
import { parts } from "../../tools/local/parts.js";
import { runCommand } from "../../tools/local/step-report.js";
import { debianRoot } from "../images/debian-root.js";

/**
 * `tsx tests/e2e/warm.ts`: gets what the end-to-end tests need into the cache, in the order in which they need it. CI
 * runs it beside its other commands, which use one core; a test that needs a part meanwhile waits for it.
 */
void runCommand(async () => {
  const { pulumi, "docker-build": provider, registry, buildkit, github, actionlint, act, buildx } = parts;
  const programs = async () => {
    for (const part of [pulumi, provider, registry, buildkit, github, actionlint, act, buildx]) {
      await obtain(part);
    }
  };
  const images = async () => {
    await debianRoot();
    for (const recipe of substitutesFor(await dockerfileBases(exampleCheckouts))) {
      await obtainSubstitute(recipe);
    }
  };
  await Promise.all([programs(), images()]);
  return 0;
});
