/** What a stack remembers of a base image that it keeps on a machine for the builds on it. */
export interface HandoverRecord {
  /** Everything that decides the base and what is built on it. */
  readonly identity: string;
  /** How often the base had to be made anew because it was gone; starts at 1. */
  readonly generation: number;
}

/**
 * The generation of a base that is to be used now.
 *
 * The base lies on one machine, the stack's state may be shared by many. Where nothing built on the base has changed
 * it is not needed, and its absence is no reason to build. Where something has changed and the base is gone, a new
 * generation makes Pulumi build it again. `isPresent` is asked only if it matters.
 */
export async function generationOf(
  previous: HandoverRecord | undefined,
  identity: string,
  isPresent: (generation: number) => Promise<boolean>,
): Promise<number> {
  if (previous === undefined) return 1;
  const { generation } = previous;
  if (previous.identity === identity || (await isPresent(generation))) return generation;
  return generation + 1;
}
