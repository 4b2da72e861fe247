import { compare, parse, type SemVer } from "semver";

/**
 * The newest release among a repository's tags, if newer than `current`. A release is `vN.N.N`; prereleases and moving
 * tags such as `v4` do not count. Pure.
 */
export function newerRelease(current: string, tags: readonly string[]): string | undefined {
  const [newest] = tags.flatMap((tag) => release(tag) ?? []).toSorted((a, b) => compare(b, a));
  const own = release(current);
  return newest === undefined || own === undefined || compare(newest, own) <= 0 ? undefined : newest.raw;
}

function release(tag: string): SemVer | undefined {
  return (/^v\d+\.\d+\.\d+$/.test(tag) ? parse(tag) : null) ?? undefined;
}
