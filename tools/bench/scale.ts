import { join } from "node:path";
import { atMost, compare, inTurn, median, milliseconds, printedBy, type Figure } from "./figure.js";

const ROUNDS = 3;

/** The cost per image of a catalogue of 1,000 images, against one of 100. */
export const scale = growth("many-images.ts", [100, 1000], {
  name: "1,000 images in a catalogue: plan and mocks, time per image",
  than: "with 100 images",
});

/**
 * The cost per workflow file of many systems, against few. The program checks every file against our own rules and
 * GitHub's parser.
 */
export const workflows = growth("many-workflows.ts", [10, 1000], {
  name: "1,000 systems of 6 images: check and render, time per file",
  than: "with 10 systems",
});

/** Measures a program that takes a count and prints milliseconds: the time for one thing among few, and among many. */
function growth(program: string, counts: readonly number[], { name, than }: { name: string; than: string }) {
  return async (): Promise<Figure[]> => {
    const file = join(__dirname, "programs", program);
    const each = (count: number) => async () =>
      (await printedBy(["--require", "tsx/cjs", file, String(count)])) / count;
    const [few = [], many = []] = await inTurn(ROUNDS, counts.map(each));
    return [compare(name, [median(many), median(few)], { unit: milliseconds, than, reach: atMost(1.2) })];
  };
}
