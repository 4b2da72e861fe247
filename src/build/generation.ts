/** What a stack remembers of a base image that it keeps on a machine for the builds on it. */
export interface HandoverRecord {
  /** Everything that decides the base and what is built on it. */
  readonly identity: string;
  /** Tells one making of the base from the others. Greater ones are newer. */
  readonly generation: number;
}

/** What generations there can be. */
export interface Generations {
  /** The newest whose base is on this machine. Asked only if it matters. */
  readonly newestHere: () => Promise<number | undefined>;
  /** One that no base has had, such as the time. */
  readonly unused: () => number;
}

/**
 * The generation of a base that is to be used now.
 *
 * The base lies on one machine, the stack's state may be shared by many. Where nothing built on the base has changed
 * since the last update that succeeded, it is not needed, and its absence is no reason to build. Else the one that is
 * here is used. If none is, an unused generation makes Pulumi build the base again, whatever an update that failed has
 * left in the state: counting on from the remembered one could meet that again, and nothing would be built.
 */
export async function generationOf(
  previous: HandoverRecord | undefined,
  identity: string,
  { newestHere, unused }: Generations,
): Promise<number> {
  if (previous?.identity === identity) return previous.generation;
  return (await newestHere()) ?? unused();
}
