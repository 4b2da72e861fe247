import Table from "cli-table3";
import { imageSize } from "../../tools/local/images.js";
import { UserError } from "../../src/problems/user-error.js";
import { bytes } from "../../tools/local/quantities.js";
import { report, runCommand } from "../../tools/local/step-report.js";
import { EveryImage } from "./every-image.js";
import { imageBytes } from "./image.js";
import { probes } from "./probes.js";
import { ThrowawayDocker } from "./throwaway-docker.js";

/**
 * `npm run images`: builds the images of all systems from the sources in `systems/<name>/sample/`, by the real program, on a Docker
 * daemon of its own; publishes them to a registry on this machine, pulls each from there, runs it, and prints what it
 * saw. Needs Linux, Debian and root. Nothing of it stays but what the cache keeps.
 */
void runCommand(async () => {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    return await buildAndRun((step) => undo.push(step));
  } finally {
    for (const step of undo.toReversed()) await step();
  }
});

async function buildAndRun(teardown: (step: () => Promise<unknown>) => void): Promise<number> {
  report.note(
    "Base images are substitutes made on this machine, not the public ones (docs/local-tool-chain.md).",
  );
  const docker = await ThrowawayDocker.start({}, "own");
  teardown(() => docker.stop());
  const every = await EveryImage.setUp(docker, teardown);
  await report.step("pulumi up: build and publish every image", async () => {
    const up = await every.up();
    if (up.succeeded) return;
    const log = (await every.lastBuild()).split("\n").slice(-40);
    throw new UserError(
      ["pulumi up failed:", ...up.output.trim().split("\n"), "The last build said:", ...log].join("\n  "),
    );
  });
  const table = new Table({
    head: ["image", "compressed", "unpacked", "run"],
    style: { head: [], border: [] },
  });
  let failed = 0;
  for (const image of await every.images()) {
    const name = `${image.system}/${image.image}`;
    const reference = await every.pull(image);
    const compressed = await imageSize(every.registry, image.reference, image.digest);
    const seen = await report.step(`run ${name}`, () => probe(name, docker, reference));
    if (!seen.works) failed += 1;
    const unpacked = await imageBytes(docker, reference);
    table.push([name, compressed === undefined ? "?" : bytes(compressed), bytes(unpacked), seen.words]);
  }
  console.log(table.toString());
  return failed === 0 ? 0 : 1;
}

async function probe(
  name: string,
  docker: ThrowawayDocker,
  reference: string,
): Promise<{ readonly works: boolean; readonly words: string }> {
  const look = probes[name];
  if (look === undefined)
    return { works: false, words: "FAILED: tests/images/probes.ts has no probe for it" };
  try {
    return { works: true, words: await look(docker, reference) };
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { works: false, words: `FAILED: ${first}` };
  }
}
