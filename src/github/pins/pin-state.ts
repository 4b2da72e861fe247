import { compare, parse, type SemVer } from "semver";

/** What an action is pinned to. */
export interface Pin {
  /** The release that `commit` is, such as `v7.0.1`. */
  readonly version: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
}

/** The repository of an action: its name without a folder, `actions/cache` for `actions/cache/save`. */
export function actionRepository(action: string): string {
  return action.split("/").slice(0, 2).join("/");
}

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

/**
 * The newest release among a repository's tags, if newer than `current`. A release is `vN.N.N`; prereleases and moving
 * tags such as `v4` do not count.
 */
function newerRelease(current: string, tags: readonly string[]): string | undefined {
  const [newest] = tags.flatMap((tag) => release(tag) ?? []).toSorted((a, b) => compare(b, a));
  const own = release(current);
  return newest === undefined || own === undefined || compare(newest, own) <= 0 ? undefined : newest.raw;
}

function release(tag: string): SemVer | undefined {
  return (/^v\d+\.\d+\.\d+$/.test(tag) ? parse(tag) : null) ?? undefined;
}
