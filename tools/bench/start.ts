import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { project } from "../local/directories.js";
import type { Figure } from "./figure.js";
import { alternate } from "./process.js";

const ROUNDS = 5;

const projectFile = v.object({ runtime: v.object({ options: v.object({ nodeargs: v.string() }) }) });

/** The cost of program start, against an empty program and Pulumi's default template. */
export async function start(): Promise<Figure[]> {
  const programs = join(__dirname, "programs");
  const node = (args: readonly string[], file: string): [string, ...string[]] => [
    "node",
    ...args,
    join(programs, file),
  ];
  const own = await nodeArguments();
  const [empty, emptyAlike, devStack, template] = await alternate(
    [
      node(["--require", "tsx/cjs"], "empty.ts"),
      node(own, "empty.ts"),
      node(own, "dev-stack.ts"),
      node(["--require", "ts-node/register"], "template/index.ts"),
    ],
    ROUNDS,
  );
  if (!empty || !emptyAlike || !devStack || !template) return [];
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  const megabytes = (value: number) => `${value.toFixed(0)} MB`;
  return [
    {
      suite: "start",
      name: "program start, dev stack on mocks: wall",
      subject: seconds(devStack.seconds),
      floor: `${seconds(empty.seconds)} for an empty @pulumi/pulumi program under tsx`,
      ratio: devStack.seconds / empty.seconds,
      reach: { kind: "at most", bound: 1.3 },
    },
    {
      suite: "start",
      name: "program start, dev stack on mocks: wall, with the empty program started by the same arguments",
      subject: seconds(devStack.seconds),
      floor: `${seconds(emptyAlike.seconds)} for an empty @pulumi/pulumi program, Pulumi's modules before tsx`,
      ratio: devStack.seconds / emptyAlike.seconds,
      reach: { kind: "at most", bound: 1.3 },
    },
    {
      suite: "start",
      name: "program start, dev stack on mocks: peak memory",
      subject: megabytes(devStack.peakMegabytes),
      floor: `${megabytes(empty.peakMegabytes)} for an empty @pulumi/pulumi program under tsx`,
      ratio: devStack.peakMegabytes / empty.peakMegabytes,
      reach: { kind: "at most", bound: 1.3 },
    },
    {
      suite: "start",
      name: "the default TypeScript template with @pulumi/aws imported whole",
      subject: seconds(template.seconds),
      floor: `${seconds(devStack.seconds)} for the dev stack`,
      ratio: template.seconds / devStack.seconds,
      reach: { kind: "at least", bound: 5 },
    },
  ];
}

/** The arguments with which Pulumi starts the program. */
async function nodeArguments(): Promise<string[]> {
  const text = await readFile(join(project, "Pulumi.yaml"), "utf8");
  return v.parse(projectFile, parse(text)).runtime.options.nodeargs.split(" ");
}
