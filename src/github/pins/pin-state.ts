import { newerRelease } from "./newer-release.js";
import type { Pin } from "./pin.js";

/** The state of a pin, compared with its action's repository. */
export type PinState =
  | { readonly kind: "newest" }
  | { readonly kind: "newer"; readonly newest: Pin }
  /** The release's tag stands for another commit than when it was pinned, or is gone: somebody moved it. */
  | { readonly kind: "moved"; readonly commit: string | undefined };

/** The tags of an action's repository. */
export interface TagSource {
  /** Names of its tags. */
  readonly names: readonly string[];
  /** The commit that a tag points to; `undefined` without such a tag. */
  commitOf(tag: string): Promise<string | undefined>;
}

/** Compares a pin with its repository. A moved tag takes precedence over a newer release. */
export async function pinState(pin: Pin, tags: TagSource): Promise<PinState> {
  const commit = await tags.commitOf(pin.version);
  if (commit !== pin.commit) return { kind: "moved", commit };
  const version = newerRelease(pin.version, tags.names);
  const newest = version === undefined ? undefined : await tags.commitOf(version);
  if (version === undefined || newest === undefined) return { kind: "newest" };
  return { kind: "newer", newest: { version, commit: newest } };
}
