import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where a machine fetches Debian packages: the mirror and the key its lists are signed with. */
export interface DebianMirror {
  readonly uri: string;
  /** Path of a keyring, or undefined where apt's own trusted keys are used. */
  readonly signedBy: string | undefined;
}

/**
 * Finds the Debian mirror in apt's own sources, old style (`deb …`) or new (deb822): the entry for exactly the
 * release `codename`, so neither security updates nor anybody else's packages. Undefined if there is none.
 */
export function findDebianMirror(sources: readonly string[], codename: string): DebianMirror | undefined {
  for (const text of sources) {
    for (const entry of [...oneLineEntries(text), ...deb822Entries(text)]) {
      if (entry.suites.includes(codename) && entry.uri !== undefined) {
        return { uri: entry.uri, signedBy: entry.signedBy };
      }
    }
  }
  return undefined;
}

/** A sources.list for another release on the same mirror. */
export function sourcesList(mirror: DebianMirror, suite: string): string {
  const option = mirror.signedBy === undefined ? "" : `[signed-by=${mirror.signedBy}] `;
  return `deb ${option}${mirror.uri} ${suite} main\n`;
}

/**
 * A sources.list for a release on the mirror from which this machine has its own packages. Undefined where the machine
 * is not Debian, or where apt's sources name no mirror of its release.
 */
export async function machineSources(suite: string): Promise<string | undefined> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  if (!/^ID=debian$/m.test(release)) return undefined;
  const codename = /^VERSION_CODENAME=(\S+)$/m.exec(release)?.[1] ?? "";
  const mirror = findDebianMirror(await readAptSources("/etc/apt"), codename);
  return mirror && sourcesList(mirror, suite);
}

/** Reads all of apt's source files below `root` (usually /etc/apt); a missing file or folder counts as empty. */
export async function readAptSources(root: string): Promise<readonly string[]> {
  const folder = join(root, "sources.list.d");
  const names = await readdir(folder).catch(() => []);
  const files = [
    join(root, "sources.list"),
    ...names
      .filter((name) => /\.(list|sources)$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  ];
  return Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
}

interface Entry {
  readonly uri: string | undefined;
  readonly suites: readonly string[];
  readonly signedBy: string | undefined;
}

function oneLineEntries(text: string): Entry[] {
  return text.split("\n").flatMap((line) => {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/.exec(line.trim());
    if (match?.[2] === undefined || match[3] === undefined) return [];
    const signedBy = /signed-by=(\S+)/.exec(match[1] ?? "")?.[1];
    return [{ uri: match[2], suites: [match[3]], signedBy }];
  });
}

function deb822Entries(text: string): Entry[] {
  return text.split(/\n\s*\n/).map((stanza) => {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(stanza)?.[1]?.trim();
    // A key may also stand in the file itself, over several lines; apt's trusted keys serve then.
    const key = field("Signed-By");
    return {
      uri: field("URIs")?.split(/\s+/)[0],
      suites: field("Suites")?.split(/\s+/) ?? [],
      signedBy: key?.startsWith("/") === true ? key : undefined,
    };
  });
}
