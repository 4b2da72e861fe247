import fc from "fast-check";
import { CHANGED, converges, type Start, STARTS } from "./change.js";
import { SEED } from "./seed.js";
import { trouble } from "./trouble.js";

const RUNS = 200;

describe("a delivery in which things go wrong", () => {
  it(`converges in the next run that nothing disturbs: ${RUNS} times, seed ${SEED}`, async () => {
    const starts = fc.constantFrom(...(Object.keys(STARTS) as Start[]));
    const disturbed = fc.array(
      fc.record({
        troubles: fc.array(trouble, { minLength: 1, maxLength: 2 }),
        order: fc.array(fc.nat(1), { minLength: 1, maxLength: 30 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(starts, disturbed, async (start, attempts) => {
        await converges(start, async (shop) => {
          for (const { troubles, order } of attempts) {
            await shop.runAtOnce(
              troubles.map((one) => ({ files: CHANGED, trouble: one })),
              order,
            );
          }
        });
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  for (const start of Object.keys(STARTS) as Start[]) {
    it(`converges wherever a run is killed, when ${start}`, async () => {
      const calls = await converges(start, () => Promise.resolve());
      for (let at = 1; at <= calls; at++) {
        for (const done of [false, true]) {
          await converges(start, async (shop) => {
            await shop.runAtOnce(
              [{ files: CHANGED, trouble: { faults: new Map(), killed: { at, done } } }],
              [0],
            );
          });
        }
      }
    });
  }
});
