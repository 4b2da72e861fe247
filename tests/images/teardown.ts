import { stopColony } from "./colony.js";

/** Mocha calls this once, after all test files, whether they passed or not. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopColony();
}
