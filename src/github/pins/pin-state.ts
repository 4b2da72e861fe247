import { newerRelease } from "./newer-release.js";
import type { Pin } from "./pin.js";

/** What a pin looks like from its action's repository. */
export type PinState =
  | { readonly kind: "newest" }
  | { readonly kind: "newer"; readonly newest: Pin }
  /** The release's tag stands for another commit than when it was pinned, or is gone: somebody moved it. */
  | { readonly kind: "moved"; readonly commit: string | undefined };

/** An action's repository, as far as its tags go. */
export interface TagSource {
  /** Names of its tags. */
  readonly names: readonly string[];
  /** The commit that a tag stands for; `undefined` where there is no such tag. */
  commitOf(tag: string): Promise<string | undefined>;
}

/** How a pin stands to its repository. A moved tag is told before a newer release. */
export async function pinState(pin: Pin, tags: TagSource): Promise<PinState> {
  const commit = await tags.commitOf(pin.version);
  if (commit !== pin.commit) return { kind: "moved", commit };
  const version = newerRelease(pin.version, tags.names);
  const newest = version === undefined ? undefined : await tags.commitOf(version);
  if (version === undefined || newest === undefined) return { kind: "newest" };
  return { kind: "newer", newest: { version, commit: newest } };
}
