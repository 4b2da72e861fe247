import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { project } from "../local/directories.js";
import { atLeast, atMost, compare, inTurn, median, precisely, printedBy, type Figure } from "./figure.js";

const ROUNDS = 5;

const projectFile = v.object({ runtime: v.object({ options: v.object({ nodeargs: v.string() }) }) });

/** The cost of program start, against an empty program and Pulumi's default template. */
export async function start(): Promise<Figure[]> {
  const own = await nodeArguments();
  const programs = [
    measure(["--require", "tsx/cjs"], "empty.ts"),
    measure(own, "empty.ts"),
    measure(own, "dev-stack.ts"),
    measure(["--require", "ts-node/register"], "template/index.ts"),
  ];
  // The first round fills the caches of disk and tsx, and does not count.
  const rounds = await inTurn(1 + ROUNDS, programs);
  const [empty, emptyAlike, devStack, template] = rounds.map(([, ...runs]) => ({
    seconds: median(runs.map(({ seconds }) => seconds)),
    peakMegabytes: median(runs.map(({ peakMegabytes }) => peakMegabytes)),
  }));
  if (!empty || !emptyAlike || !devStack || !template) return [];
  const reach = atMost(1.3);
  const what = "program start, dev stack on mocks:";
  const plain = "for an empty @pulumi/pulumi program under tsx";
  const alike = "for an empty @pulumi/pulumi program, Pulumi's modules before tsx";
  return [
    compare(`${what} wall`, [devStack.seconds, empty.seconds], { unit: precisely, than: plain, reach }),
    compare(
      `${what} wall, with the empty program started by the same arguments`,
      [devStack.seconds, emptyAlike.seconds],
      { unit: precisely, than: alike, reach },
    ),
    compare(`${what} peak memory`, [devStack.peakMegabytes, empty.peakMegabytes], {
      unit: (value) => `${value.toFixed(0)} MB`,
      than: plain,
      reach,
    }),
    compare(
      "the default TypeScript template with @pulumi/aws imported whole",
      [template.seconds, devStack.seconds],
      { unit: precisely, than: "for the dev stack", reach: atLeast(5) },
    ),
  ];
}

/** Runs a program, which prints its peak memory in kB. */
function measure(args: readonly string[], file: string) {
  return async () => {
    const started = performance.now();
    const kilobytes = await printedBy([...args, join(__dirname, "programs", file)]);
    return { seconds: (performance.now() - started) / 1000, peakMegabytes: kilobytes / 1024 };
  };
}

/** The arguments with which Pulumi starts the program. */
async function nodeArguments(): Promise<string[]> {
  const text = await readFile(join(project, "Pulumi.yaml"), "utf8");
  return v.parse(projectFile, parse(text)).runtime.options.nodeargs.split(" ");
}
