import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, realpath, rename, rm } from "node:fs/promises";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import semver from "semver";
import { download } from "./curl.js";
import { directories } from "./directories.js";
import { UserError } from "./errors.js";
import { buildWithGo, requireGo } from "./go.js";
import { withLock } from "./lock.js";
import type { Download, Part, Target } from "./parts.js";
import { findOnPath } from "./path.js";
import { report } from "./report.js";

/** A part that is ready to run. */
export interface Obtained {
  readonly how: "found on PATH" | "in the cache" | "downloaded" | "built";
  readonly version: string;
  /** Paths of its programs, in the order of the part's list. */
  readonly programs: readonly [string, ...string[]];
}

/** Ways to come by a part, so that their order can be tested without network or compiler. Undefined: not this way. */
export interface Ways {
  readonly find: (part: Part) => Promise<Obtained | undefined>;
  readonly cached: (part: Part) => Promise<Obtained | undefined>;
  readonly fetch: (part: Part) => Promise<Obtained | undefined>;
  readonly build: (part: Part) => Promise<Obtained>;
}

/** Found on PATH beats the cache beats a download beats a build: the first way that works. */
export async function choose(part: Part, ways: Ways): Promise<Obtained> {
  return (
    (await ways.find(part)) ??
    (await ways.cached(part)) ??
    (await ways.fetch(part)) ??
    (await ways.build(part))
  );
}

/** Finds, downloads or builds a part and says which, and where it is. */
export async function obtain(part: Part): Promise<Obtained> {
  const obtained = await choose(part, { find, cached, fetch: fetchPart, build });
  report.say(
    `${part.name} ${obtained.version}: ${obtained.how}${obtained.how === "found on PATH" ? "" : ","} ${obtained.programs[0]}`,
  );
  return obtained;
}

async function find(part: Part): Promise<Obtained | undefined> {
  if (part.onPath === undefined) return undefined;
  for (const commands of part.onPath.commands) {
    const programs: string[] = [];
    for (const command of commands) {
      // A language host may lie beside the real pulumi while PATH holds only a link to it.
      const beside =
        programs[0] === undefined ? undefined : join(dirname(await realpath(programs[0])), command);
      const path =
        (await findOnPath(command)) ?? (beside !== undefined && existsSync(beside) ? beside : undefined);
      if (path !== undefined) programs.push(path);
    }
    const [first, ...rest] = programs;
    if (first === undefined || programs.length < commands.length) continue;
    const { stdout } = await execa(first, part.onPath.versionArguments, { reject: false });
    const version = findVersion(stdout);
    if (version !== undefined && semver.gte(version, part.onPath.atLeast)) {
      return { how: "found on PATH", version, programs: [first, ...rest] };
    }
    report.say(
      `${part.name}: ${first} is ${version ?? "of unknown version"}, at least ${part.onPath.atLeast} is needed; not used`,
    );
  }
  return undefined;
}

/** The folder of a part's version in the cache. */
function partDirectory(part: Part): string {
  return join(directories.parts, `${part.name}-${part.version}`);
}

function cached(part: Part): Promise<Obtained | undefined> {
  return Promise.resolve(inDirectory(part, "in the cache"));
}

function inDirectory(part: Part, how: Obtained["how"]): Obtained | undefined {
  const [first, ...rest] = part.programs.map((program) => join(partDirectory(part), program));
  if (first === undefined || ![first, ...rest].every((program) => existsSync(program))) return undefined;
  return { how, version: part.version, programs: [first, ...rest] };
}

async function fetchPart(part: Part): Promise<Obtained | undefined> {
  const archive = part.download(thisTarget());
  if (archive === undefined) return undefined;
  return intoCache(part, "downloaded", (work) => unpack(part, archive, work));
}

async function unpack(part: Part, archive: Download, work: string): Promise<string | undefined> {
  const file = join(work, "archive.tar.gz");
  if (!(await download(archive.url, file))) return undefined;
  const folder = join(work, "unpacked");
  await mkdir(folder);
  const { failed } = await execa("tar", ["-xzf", file, "-C", folder], { reject: false });
  const programs = join(folder, archive.folder);
  return failed || !part.programs.every((program) => existsSync(join(programs, program)))
    ? undefined
    : programs;
}

async function build(part: Part): Promise<Obtained> {
  await requireGo(part);
  const minutes = Math.max(1, Math.round(part.buildSeconds / 60));
  const built = await report.step(
    `Build ${part.name} ${part.version} from its Go module (about ${minutes} min, once a machine)`,
    () => intoCache(part, "built", (work) => buildWithGo(part, join(work, "built"))),
  );
  if (built === undefined)
    throw new UserError(`${part.name} ${part.version} was built, but a program is missing.`);
  return built;
}

/**
 * Lets `fill` put a part's programs into a temporary folder, then moves that into the cache in one step, so a
 * killed run leaves nothing half made. A second run that wants the same part waits and takes what the first made.
 */
async function intoCache(
  part: Part,
  how: "downloaded" | "built",
  fill: (work: string) => Promise<string | undefined>,
): Promise<Obtained | undefined> {
  const target = partDirectory(part);
  await mkdir(directories.parts, { recursive: true });
  return withLock(
    `${target}.lock`,
    async () => {
      const already = inDirectory(part, "in the cache");
      if (already !== undefined) return already;
      await removeLeftovers(part);
      const work = await mkdtemp(join(directories.parts, `.${part.name}-${part.version}-`));
      try {
        const filled = await fill(work);
        if (filled === undefined) return undefined;
        await rm(target, { recursive: true, force: true });
        await rename(filled, target);
        return inDirectory(part, how);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    {
      onWait: (holder) => {
        report.say(`${part.name}: another run (process ${holder.pid}) is at it; waiting`);
      },
    },
  );
}

/** What a killed run left; safe because the caller holds the part's lock. */
async function removeLeftovers(part: Part): Promise<void> {
  for (const name of await readdir(directories.parts)) {
    if (name.startsWith(`.${part.name}-${part.version}-`)) {
      await rm(join(directories.parts, name), { recursive: true, force: true });
    }
  }
}

/** This machine in Go's words. Throws a UserError on a machine that nothing here is made for. */
export function thisTarget(os: string = platform(), processor: string = arch()): Target {
  const architecture = processor === "x64" ? "amd64" : processor;
  if ((os === "linux" || os === "darwin") && (architecture === "amd64" || architecture === "arm64")) {
    return { os, architecture };
  }
  throw new UserError(
    `Slipway's local tool chain runs on Linux and macOS, on amd64 and arm64; this is ${os} on ${processor}.`,
    ["Fix: on Windows use WSL 2."],
  );
}

/** The first version in what a program prints, without a leading v: `v3.256.0-dev` gives 3.256.0. */
export function findVersion(text: string): string | undefined {
  return semver.coerce(text)?.version;
}
