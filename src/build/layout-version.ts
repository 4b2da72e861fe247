/** What a stack remembers of a base image that it keeps on a machine for the builds on it. */
export interface BaseRecord {
  /** Everything that decides the base and what is built on it. */
  readonly identity: string;
  /** Tells one build of the base from the others. Greater ones are newer. */
  readonly version: number;
}

/** What layout versions there can be. */
export interface LayoutVersions {
  /** The newest whose base is on this machine. Asked only if it matters. */
  readonly newestHere: () => Promise<number | undefined>;
  /** One that no base has had, such as the time. */
  readonly unused: () => number;
}

/**
 * The layout version of a base that is to be used now.
 *
 * The base lies on one machine, the stack's state may be shared by many. Where nothing built on the base has changed
 * since the last update that succeeded, it is not needed, and its absence is no reason to build. Otherwise the one that
 * is here is used. If none is, an unused version makes Pulumi build the base again, whatever an update that failed has
 * left in the state: counting on from the remembered one could meet that again, and nothing would be built.
 */
export async function layoutVersion(
  previous: BaseRecord | undefined,
  identity: string,
  { newestHere, unused }: LayoutVersions,
): Promise<number> {
  if (previous?.identity === identity) return previous.version;
  return (await newestHere()) ?? unused();
}
