/** What a stack records of a base image that it keeps on a machine for the builds on it. */
export interface BaseRecord {
  /** Everything that decides the base and what is built on it. */
  readonly identity: string;
  /** Identifies one build of the base. Greater numbers are newer. */
  readonly version: number;
}

/** The possible layout versions. */
export interface LayoutVersions {
  /** The newest version on this machine. Called only if it matters. */
  readonly newestHere: () => Promise<number | undefined>;
  /** A version that no base has had, such as the time. */
  readonly unused: () => number;
}

/**
 * The layout version of a base to use now.
 *
 * The base lies on one machine, while many may share the stack's state. If nothing built on the base has changed since
 * the last successful update, the base is not needed and may be missing. Otherwise, use the newest version on this
 * machine. If there is none, an unused version makes Pulumi build the base again, whatever a failed update left in the
 * state. A counter would not do: it could repeat a version of a failed update, and Pulumi would build nothing.
 */
export async function layoutVersion(
  previous: BaseRecord | undefined,
  identity: string,
  { newestHere, unused }: LayoutVersions,
): Promise<number> {
  if (previous?.identity === identity) return previous.version;
  return (await newestHere()) ?? unused();
}
