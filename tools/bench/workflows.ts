import { join } from "node:path";
import { median, type Figure } from "./figure.js";
import { measuredBy } from "./process.js";

const ROUNDS = 3;

/**
 * The cost per workflow file of many systems, against few. The program checks every file against our own rules and
 * GitHub's parser.
 */
export async function workflows(): Promise<Figure[]> {
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    few.push(await millisecondsAFile(10));
    many.push(await millisecondsAFile(1000));
  }
  return [
    {
      suite: "workflows",
      name: "1,000 systems of 6 images: check and render, time per file",
      subject: `${median(many).toFixed(1)} ms`,
      floor: `${median(few).toFixed(1)} ms with 10 systems`,
      ratio: median(many) / median(few),
      reach: { kind: "at most", bound: 1.2 },
    },
  ];
}

async function millisecondsAFile(count: number): Promise<number> {
  const program = join(__dirname, "programs", "many-workflows.ts");
  return (await measuredBy("node", ["--require", "tsx/cjs", program, String(count)])) / count;
}
