import { join } from "node:path";
import { median, type Figure } from "./figure.js";
import { measuredBy } from "./process.js";

const ROUNDS = 3;

/** The cost per image of a catalogue of 1,000 images, against one of 100. */
export async function scale(): Promise<Figure[]> {
  const small: number[] = [];
  const large: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    small.push(await millisecondsAnImage(100));
    large.push(await millisecondsAnImage(1000));
  }
  return [
    {
      suite: "scale",
      name: "1,000 images in a catalogue: plan and mocks, time per image",
      subject: `${median(large).toFixed(1)} ms`,
      floor: `${median(small).toFixed(1)} ms with 100 images`,
      ratio: median(large) / median(small),
      reach: { kind: "at most", bound: 1.2 },
    },
  ];
}

async function millisecondsAnImage(count: number): Promise<number> {
  const program = join(__dirname, "programs", "many-images.ts");
  return (await measuredBy("node", ["--require", "tsx/cjs", program, String(count)])) / count;
}
