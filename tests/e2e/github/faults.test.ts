import { equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { githubClient } from "../../../src/github/client.js";
import { UserError } from "../../../src/problems/user-error.js";
import type { Fault } from "../../github-emulator/faults.js";
import { CHANGED, converges, type Start, STARTS } from "./change.js";
import { SEED } from "./versions.js";
import type { Connect, Shop } from "./shop.js";

/** Slipway's own client, with all its patience. */
const patient: Connect = (url, token) => githubClient({ url, token });

const TRIED: readonly Start[] = ["nothing was delivered yet", "a pull request is open"];
const PAST = new Date(0);

/** One for each call, and after it the run goes on. */
const PASSING: Readonly<Record<string, Fault>> = {
  "a connection that is reset": { kind: "reset" },
  "a reply that is lost after the effect": { kind: "lost reply" },
  "a server error before the effect": { kind: "server error", status: 502, done: false },
  "a server error after the effect": { kind: "server error", status: 502, done: true },
  "the hourly limit, said with 403": { kind: "primary rate limit", status: 403, reset: PAST },
  "the hourly limit, said with 429": { kind: "primary rate limit", status: 429, reset: PAST },
};

describe("what goes wrong at GitHub", () => {
  for (const start of TRIED) {
    describe(`when ${start}`, () => {
      for (const [what, fault] of Object.entries(PASSING)) {
        it(`${what}, at any call: made good by the same run`, async () => {
          for (const at of await callsFrom(start)) {
            await disturbed(start, at, fault, (outcome) => {
              equal(outcome, undefined);
            });
          }
        });
      }

      for (const status of [403, 429] as const) {
        it(`too much at once, said with ${status}: it waits, and goes on`, async () => {
          const last = (await callsFrom(start)).at(-1) ?? 0;
          const fault = { kind: "secondary rate limit", status, retryAfter: 1 } as const;
          await disturbed(start, last, fault, (outcome) => {
            equal(outcome, undefined);
          });
        });
      }

      it("an hourly limit that lasts, at any call: it says until when, and the next run goes on", async () => {
        const reset = new Date("2037-01-01T00:00:00Z");
        for (const at of await callsFrom(start)) {
          await disturbed(start, at, { kind: "primary rate limit", status: 403, reset }, (outcome) => {
            match(outcome ?? "", /wait until 2037-01-01T00:00:00\.000Z, then run `pulumi up` again/);
          });
        }
      });

      it("a token that expires before any call: it says so, and the next run goes on with another", async () => {
        for (const at of await callsFrom(start)) {
          await disturbed(start, at, { kind: "token expires" }, (outcome) => {
            match(outcome ?? "", /expected: a valid token\n +found: {4}401 Bad credentials/);
          });
        }
      });

      it(`two runs at once, in 40 orders of their calls (seed ${SEED}): both succeed`, async () => {
        const orders = fc.array(fc.nat(1), { minLength: 1, maxLength: 30 });
        await fc.assert(
          fc.asyncProperty(orders, async (order) => {
            await converges(start, async (shop) => {
              const outcomes = await shop.runAtOnce([{ files: CHANGED }, { files: CHANGED }], order);
              for (const outcome of outcomes) ok(outcome.status === "fulfilled", JSON.stringify(outcome));
            });
          }),
          { seed: SEED, numRuns: 40 },
        );
      });
    });
  }
});

describe("a run that is killed", () => {
  for (const start of Object.keys(STARTS) as Start[]) {
    it(`at any call, when ${start}: the next run that nothing disturbs converges`, async () => {
      for (const at of await callsFrom(start)) {
        for (const done of [false, true]) {
          const trouble = { faults: new Map(), killed: { at, done } };
          await converges(start, async (shop) => {
            await shop.runAtOnce([{ files: CHANGED, trouble }], [0]);
          });
        }
      }
    });
  }
});

/** The numbers of the calls that a delivery makes. */
async function callsFrom(start: Start): Promise<readonly number[]> {
  const calls = await converges(start, () => Promise.resolve());
  return Array.from({ length: calls }, (_, index) => index + 1);
}

/** Delivers with this fault at this call, shows what the user is told of it, and delivers again. */
async function disturbed(
  start: Start,
  at: number,
  fault: Fault,
  look: (outcome: string | undefined) => void,
): Promise<void> {
  const disturb = async (shop: Shop) => {
    const outcome = await shop.outcomeOf({ files: CHANGED, trouble: { faults: new Map([[at, fault]]) } });
    look(outcome instanceof UserError ? outcome.message : undefined);
  };
  await converges(start, disturb, patient);
}
