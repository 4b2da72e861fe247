import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, realpath, rename, rm } from "node:fs/promises";
import { arch, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import semver from "semver";
import { unpackDebianPackage } from "./debian.js";
import { directories } from "./directories.js";
import { unpack } from "./download.js";
import { buildWithGo, requireGo } from "./go.js";
import { withLock } from "./lock.js";
import { parts, releaseFile, type Obtained, type Part, type Target } from "./parts.js";
import { findOnPath } from "../../src/cli/find-on-path.js";
import { installPlugin, installPulumi } from "./pulumi.js";
import { report, userError } from "./step-report.js";

/** Finds, downloads or builds a part and says which, and where it is. */
export async function obtain(part: Part): Promise<Obtained> {
  const obtained = (await find(part)) ?? (await report.step(stepOf(part), () => make(part)));
  if (obtained === undefined) {
    throw userError(`${part.name} ${part.version} was built, but a program is missing.`);
  }
  report.say(
    `${part.name} ${obtained.version}: ${obtained.how}${obtained.how === "found on PATH" ? "" : ","} ${obtained.programs[0]}`,
  );
  return obtained;
}

/** Announces those parts that have to be downloaded or built, so that the time left can be estimated. Returns them. */
export async function expectParts(wanted: readonly Part[]): Promise<readonly Part[]> {
  const missing: Part[] = [];
  for (const part of wanted) if ((await find(part)) === undefined) missing.push(part);
  const apt = await findOnPath("apt-get");
  for (const { debianPackage, buildSeconds = 60, ...part } of missing) {
    report.expect(stepOf(part), debianPackage !== undefined && apt !== undefined ? 10 : buildSeconds);
  }
  return missing;
}

function stepOf({ name, version }: Pick<Part, "name" | "version">): string {
  return `Get ${name} ${version}`;
}

/** What is there: on PATH, or else in the cache. */
async function find(part: Part): Promise<Obtained | undefined> {
  return (
    (await findInPath(part)) ?? inDirectory(part, "in the cache") ?? inDebianDirectory(part, "in the cache")
  );
}

/** Downloaded, or else from Debian's package, or else built. */
async function make(part: Part): Promise<Obtained | undefined> {
  return (await fetchPart(part)) ?? (await fromDebian(part)) ?? build(part);
}

async function findInPath(part: Part): Promise<Obtained | undefined> {
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

/** The folder of a part in the cache; that of Debian's version of it has another name. */
function partDirectory(part: Part, version = part.version): string {
  return join(directories.parts, `${part.name}-${version}`);
}

function inDirectory(part: Part, how: Obtained["how"]): Obtained | undefined {
  const [first, ...rest] = part.programs.map((program) => join(partDirectory(part), program));
  if (first === undefined || ![first, ...rest].every((program) => existsSync(program))) return undefined;
  return { how, version: part.version, programs: [first, ...rest] };
}

async function inDebianDirectory(part: Part, how: Obtained["how"]): Promise<Obtained | undefined> {
  if (part.debianPackage === undefined || part.onPath === undefined) return undefined;
  const program = join(partDirectory(part, "debian"), part.debianPackage.program);
  if (!existsSync(program)) return undefined;
  const { stdout } = await execa(program, part.onPath.versionArguments, { reject: false });
  const version = findVersion(stdout);
  if (version === undefined || semver.lt(version, part.onPath.atLeast)) return undefined;
  return { how, version, programs: [program] };
}

async function fetchPart(part: Part): Promise<Obtained | undefined> {
  const fetched = await intoCache(partDirectory(part), part, (work) => fetchPrograms(part, work));
  return fetched ? inDirectory(part, "downloaded") : undefined;
}

/** Puts a part's programs into a folder below `work`; undefined where they cannot be downloaded. */
async function fetchPrograms(part: Part, work: string): Promise<string | undefined> {
  const kind = part.download?.kind;
  switch (kind) {
    case undefined:
      return undefined;
    case "pulumi-installer":
      return installPulumi(part.version, work);
    case "pulumi-plugin":
      return installPlugin((await obtain(parts.pulumi)).programs[0], part, work);
    case "archive":
    case "program": {
      const file = releaseFile(part, thisTarget());
      const [program = part.name] = part.programs;
      return file && unpack(file, { kind, program }, work);
    }
    default:
      return kind satisfies never;
  }
}

async function fromDebian(part: Part): Promise<Obtained | undefined> {
  const { debianPackage } = part;
  if (debianPackage === undefined) return undefined;
  const filled = await intoCache(partDirectory(part, "debian"), part, (work) =>
    unpackDebianPackage(debianPackage.name, work),
  );
  return filled ? inDebianDirectory(part, "from Debian's package") : undefined;
}

async function build(part: Part): Promise<Obtained | undefined> {
  await requireGo(part);
  report.say(`${part.name} ${part.version}: building it from its Go module, once a machine`);
  await intoCache(partDirectory(part), part, (work) => buildWithGo(part, join(work, "built")));
  return inDirectory(part, "built");
}

/**
 * Lets `fill` put a part's programs into a temporary folder, then moves that to `target` in one step, so a killed run
 * leaves nothing half made. A second run that wants the same part waits and takes what the first made. False where
 * `fill` found no way.
 */
async function intoCache(
  target: string,
  part: Part,
  fill: (work: string) => Promise<string | undefined>,
): Promise<boolean> {
  await mkdir(directories.parts, { recursive: true });
  return withLock(
    `${target}.lock`,
    async () => {
      if (existsSync(target)) return true;
      // What a killed run left; safe because this one holds the part's lock.
      for (const name of await readdir(directories.parts)) {
        if (name.startsWith(`.${basename(target)}-`))
          await rm(join(directories.parts, name), { recursive: true });
      }
      const work = await mkdtemp(join(directories.parts, `.${basename(target)}-`));
      try {
        const filled = await fill(work);
        if (filled === undefined) return false;
        await rename(filled, target);
        return true;
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    (holder) => {
      report.say(`${part.name}: another run (process ${holder.pid}) is at it; waiting`);
    },
  );
}

/** This machine in Go's words. Throws a UserError on a machine that nothing here is made for. */
export function thisTarget(os: string = platform(), processor: string = arch()): Target {
  const architecture = processor === "x64" ? "amd64" : processor;
  if ((os === "linux" || os === "darwin") && (architecture === "amd64" || architecture === "arm64")) {
    return { os, architecture };
  }
  throw userError(
    `Slipway's local tool chain runs on Linux and macOS, on amd64 and arm64; this is ${os} on ${processor}.`,
    "Fix: on Windows use WSL 2.",
  );
}

/** The first version in what a program prints, without a leading v: `v3.256.0-dev` gives 3.256.0. */
export function findVersion(text: string): string | undefined {
  return /\d+\.\d+\.\d+/.exec(text)?.[0];
}
