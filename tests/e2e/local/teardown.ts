/** Takes what is to be done after the tests of the surrounding `describe`, last one first, also if its set-up fails. */
export type Teardown = (step: () => Promise<unknown>) => void;

/** Registers a hook that undoes what a set-up made. Call it in a `describe`. */
export function useTeardown(): Teardown {
  const steps: (() => Promise<unknown>)[] = [];
  after(async () => {
    for (const step of steps.toReversed()) await step();
  });
  return (step) => steps.push(step);
}
