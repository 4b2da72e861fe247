import fc from "fast-check";
import type { Fault } from "../../github-emulator/faults.js";

/** What goes wrong in one run of Slipway. */
export interface Trouble {
  /** Which of the run's calls, counted from 1, meet with what. */
  readonly faults: ReadonlyMap<number, Fault>;
  /** From this call on nothing of the run reaches GitHub any more. With `done`, that call still took effect. */
  readonly killed?: { readonly at: number; readonly done: boolean } | undefined;
}

export const NO_TROUBLE: Trouble = { faults: new Map() };

/** More calls than a run makes that nothing gets in the way of. */
const CALLS = 20;

const limited = fc.constantFrom(403 as const, 429 as const);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant({ kind: "reset" as const }),
  fc.constant({ kind: "lost reply" as const }),
  fc.record({
    kind: fc.constant("server error" as const),
    status: fc.constantFrom(500 as const, 502 as const, 503 as const, 504 as const),
    done: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("primary rate limit" as const),
    status: limited,
    reset: fc.constant(new Date(0)),
  }),
  fc.record({
    kind: fc.constant("secondary rate limit" as const),
    status: limited,
    retryAfter: fc.constant(1),
  }),
  fc.constant({ kind: "token expires" as const }),
  fc.record({ kind: fc.constant("delay" as const), milliseconds: fc.integer({ min: 0, max: 5 }) }),
);

/** Up to four faults, and now and then a sudden end. */
export const trouble: fc.Arbitrary<Trouble> = fc.record({
  faults: fc
    .array(fc.tuple(fc.integer({ min: 1, max: CALLS }), fault), { maxLength: 4 })
    .map((entries) => new Map(entries)),
  killed: fc.option(fc.record({ at: fc.integer({ min: 1, max: CALLS }), done: fc.boolean() }), {
    nil: undefined,
  }),
});

/** The fault of the run's call of this number. */
export function faultAt({ faults, killed }: Trouble, call: number): Fault | undefined {
  if (killed !== undefined && call >= killed.at) {
    return killed.done && call === killed.at ? { kind: "lost reply" } : { kind: "reset" };
  }
  return faults.get(call);
}
