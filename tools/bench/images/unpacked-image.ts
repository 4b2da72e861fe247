import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { BuildBench } from "../build-bench.js";

/** How to start a program of an image. */
export interface Start {
  readonly command: readonly [string, ...string[]];
  /** User and group. */
  readonly id: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File or folder in the image's `/app` → path on this machine to mount there. */
  readonly mounts?: Readonly<Record<string, string>>;
}

/**
 * Builds an image and unpacks it into a folder, from which its programs run without a container runtime: chroot, own
 * processes and mounts, the machine's network. Needs root.
 */
export async function unpackImage(
  bench: BuildBench,
  { dockerfile, sources }: { readonly dockerfile: string; readonly sources: string },
  root: string,
): Promise<void> {
  await bench.files(dockerfile, root, sources);
  // An image may lack the folders that are mounted into a container.
  for (const name of ["app", "dev", "proc", "tmp", "etc"]) await mkdir(join(root, name), { recursive: true });
  await copyFile("/etc/resolv.conf", join(root, "etc/resolv.conf"));
}

/** Seconds until a program of an unpacked image has printed a line that matches; then it is stopped. */
export async function timeUntil(pattern: RegExp, root: string, start: Start): Promise<number> {
  const begun = performance.now();
  const program = new RunningProgram(root, start);
  await program.untilPrinted(pattern, 1);
  const seconds = (performance.now() - begun) / 1000;
  await program.stop();
  return seconds;
}

/** The shell stays as parent: a process of another user would outlive the one that should end it. */
function spawn(root: string, { command, id, env, mounts = {} }: Start) {
  const binds = Object.entries(mounts).flat();
  const script = `mount --rbind /dev "$1/dev"; mount -t proc proc "$1/proc"; root=$1 id=$2; shift 2
while [ "$1" != -- ]; do
  if [ -d "$2" ]; then mkdir -p "$root/app/$1"; else touch "$root/app/$1"; fi
  mount --bind "$2" "$root/app/$1"; shift 2
done; shift
unshare --root="$root" --wd=/app --setgid="$id" --setuid="$id" -- "$@"; exit`;
  return execa(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"],
      ...["sh", "-euc", script, "sh", root, String(id), ...binds, "--", ...command],
    ],
    {
      env: { PATH: "/usr/local/cargo/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...env },
      extendEnv: false,
      all: true,
      reject: false,
      stdin: "ignore",
    },
  );
}

/** A program of an unpacked image. */
export class RunningProgram {
  private readonly lines: string[] = [];
  private readonly child: ReturnType<typeof spawn>;

  constructor(root: string, start: Start) {
    this.child = spawn(root, start);
    createInterface({ input: this.child.all }).on("line", (line) => this.lines.push(line));
  }

  /**
   * Waits until that many lines of its output match. Throws, with its output, if it ends first or after five minutes.
   */
  async untilPrinted(pattern: RegExp, times: number): Promise<void> {
    const deadline = Date.now() + 300_000;
    while (this.lines.filter((line) => pattern.test(line)).length < times) {
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`waited for ${pattern}, and saw:\n${this.lines.slice(-30).join("\n")}`);
      }
      await sleep(20);
    }
  }

  /** Resident memory in bytes, shared pages included. */
  async memory(): Promise<number> {
    const shell = await onlyChild(this.child.pid);
    const status = await readFile(`/proc/${await onlyChild(shell)}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** Ends it with all its processes, and waits for that. */
  async stop(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.child;
  }
}

async function onlyChild(pid: number | undefined): Promise<number> {
  return Number(await readFile(`/proc/${pid}/task/${pid}/children`, "utf8"));
}
