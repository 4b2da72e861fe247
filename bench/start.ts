import { join } from "node:path";
import type { Figure } from "./figure.js";
import { alternate } from "./process.js";

const ROUNDS = 5;

/** What it costs to start the program, against an empty one and against Pulumi's default template. */
export async function start(): Promise<Figure[]> {
  const programs = join(__dirname, "programs");
  const tsx = (file: string): [string, ...string[]] => ["node", "--require", "tsx/cjs", join(programs, file)];
  const [empty, devStack] = await alternate([tsx("empty.ts"), tsx("dev-stack.ts")], ROUNDS);
  const [template] = await alternate(
    [["node", "--require", "ts-node/register", join(programs, "template", "index.ts")]],
    2,
  );
  if (empty === undefined || devStack === undefined || template === undefined) return [];
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  const megabytes = (value: number) => `${value.toFixed(0)} MB`;
  return [
    {
      suite: "start",
      name: "program start, dev stack on mocks: wall",
      subject: seconds(devStack.seconds),
      floor: `${seconds(empty.seconds)} for an empty @pulumi/pulumi program`,
      ratio: devStack.seconds / empty.seconds,
      reach: { kind: "at most", bound: 1.3 },
    },
    {
      suite: "start",
      name: "program start, dev stack on mocks: peak memory",
      subject: megabytes(devStack.peakMegabytes),
      floor: `${megabytes(empty.peakMegabytes)} for an empty @pulumi/pulumi program`,
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
