import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { ensureDebianPrograms } from "../../tools/local/debian.js";
import { directories } from "../../tools/local/directories.js";
import { pythonPrograms } from "../../tools/local/python.js";
import { startProcess, type BackgroundProcess } from "../e2e/process.js";
import { debianRoot } from "./debian-root.js";

/** How a command in the throwaway system is run. */
export interface RunOptions {
  /** Folder it starts in, as the system sees it; default `home`. */
  readonly cwd?: string;
  /** Its environment, on top of PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
}

/** This machine's loopback address as a system with its own network sees it, containers in it too (slirp4netns). */
export const hostAddress = "10.0.2.2";

/** Folder of the system that belongs to one run, as the system sees it. */
export const home = "/home/dev";

const path = "/opt/aws/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * A Docker daemon of its own, in a small Debian system with a network of its own, which reaches outside by way of this
 * process's. What it writes is in a session folder that goes with it, so runs beside each other do not meet. It lives in
 * its own namespaces and dies with this process: nothing of it stays, however that comes about.
 */
export class ThrowawayDocker {
  private constructor(
    /** Folder of the Debian system on this machine, as the cache has it: read only by agreement. */
    readonly root: string,
    private readonly session: string,
    private readonly daemon: Daemon,
    private readonly init: number,
    /** What connects its network with the outside. */
    private readonly connection: BackgroundProcess,
  ) {}

  /**
   * Makes the system if the cache has none, and starts the daemon in it. Needs Linux, Debian and root.
   *
   * @param hosts Names that the system knows, with their addresses.
   */
  static async start(hosts: Readonly<Record<string, string>> = {}): Promise<ThrowawayDocker> {
    const root = await debianRoot();
    const programs = await pythonPrograms(join(__dirname, "..", "requirements.txt"));
    const session = await makeSession({ localhost: "127.0.0.1", ...hosts });
    const daemon = launch(root, session, await sitePackages(programs));
    const init = await firstChild(daemon);
    const connection = await connectNetwork(init);
    const docker = new ThrowawayDocker(root, session, daemon, init, connection);
    await docker.untilReady();
    return docker;
  }

  /** Where a file below the system's `/home`, `/root` or `/run` is on this machine. */
  path(file: string): string {
    return join(this.session, file);
  }

  /** Makes a port of this machine's loopback address answer on the system's, too: what is `localhost:PORT` to both. */
  async bringPort(port: number): Promise<void> {
    const rule = `-d 127.0.0.1 -p tcp --dport ${port} -j DNAT --to-destination ${hostAddress}:${port}`;
    const script = `echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet
iptables -t nat -A OUTPUT ${rule}
iptables -t nat -A POSTROUTING -s 127.0.0.1 -d ${hostAddress} -j MASQUERADE`;
    await this.output(script);
  }

  /** The words that, put before a command, run it in the system; for scripts. */
  get enterCommand(): readonly string[] {
    return ["nsenter", ...this.namespaces, "env", "-i", `PATH=${path}`, "HOME=/root"];
  }

  /**
   * Runs a command in the system, or a script of its shell. It does not reject: look at `exitCode`, and at `all` for its
   * whole output.
   */
  run(command: string | readonly [string, ...string[]], options: RunOptions = {}): Command {
    const words = typeof command === "string" ? ["bash", "-euc", command] : command;
    const { cwd = home, env = {} } = options;
    const settings = { PATH: path, HOME: "/root", ...env };
    return enter(this.namespaces, [
      "env",
      "--ignore-environment",
      `--chdir=${cwd}`,
      ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
      ...words,
    ]);
  }

  private get namespaces(): readonly string[] {
    return [`--target=${this.init}`, "--mount", "--pid", "--root", "--net"];
  }

  /** Like `run`, for a command that must succeed: its output. */
  async output(command: string | readonly [string, ...string[]], options: RunOptions = {}): Promise<string> {
    const result = await this.run(command, options);
    if (result.failed)
      throw new Error(`${[command].flat().join(" ")} failed (${result.exitCode}):\n${tail(result.all)}`);
    return result.stdout;
  }

  /** Puts an OCI layout among the daemon's images, under the names it carries. */
  async load(layout: string): Promise<void> {
    const archive = this.path(`${home}/image.tar`);
    await execa("tar", ["--create", "--file", archive, "--directory", layout, "."]);
    await this.output(["docker", "load", "--quiet", "--input", `${home}/image.tar`]);
    await rm(archive);
  }

  /** Starts a registry in the system, without TLS or a password. It ends with the system. */
  async serveRegistry(address: string): Promise<void> {
    const storage = { filesystem: { rootdirectory: `${home}/registry-${address}` } };
    // JSON is YAML.
    const configuration = JSON.stringify({ version: "0.1", storage, http: { addr: address } });
    await writeFile(this.path(`${home}/registry.json`), configuration);
    void this.run(["docker-registry", "serve", "registry.json"]);
    await this.output(`curl --silent --retry 100 --retry-delay 1 --retry-connrefused http://${address}/v2/`);
  }

  /** Copies a folder to `name` in `home`, links followed, and returns that path as the system sees it. */
  async copy(folder: string, name: string): Promise<string> {
    const copy = `${home}/${name}`;
    const target = this.path(copy);
    await rm(target, { recursive: true, force: true });
    await cp(folder, target, {
      recursive: true,
      dereference: true,
      filter: (file) => !file.endsWith("/target"),
    });
    return copy;
  }

  /** Ends the daemon with all that it started, and removes what it wrote. */
  async stop(): Promise<void> {
    // The end of the first process of its namespace is the end of all in it; containerd's mounts go with them.
    process.kill(this.init, "SIGTERM");
    await Promise.race([this.daemon, sleep(10_000).then(() => this.daemon.kill("SIGKILL"))]);
    await this.daemon;
    await this.connection.stop();
    await rm(this.session, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const { failed } = await this.run(["docker", "version"]);
      if (!failed) return;
      if (this.daemon.exitCode !== null) break;
      await sleep(200);
    }
    this.daemon.kill("SIGKILL");
    const { all } = await this.daemon;
    await this.connection.stop();
    await rm(this.session, { recursive: true, force: true });
    throw new Error(`The throwaway Docker daemon did not start:\n${all}`);
  }
}

/** The end of a long output, where the reason of a failure is. */
export function tail(output: string): string {
  return output.split("\n").slice(-40).join("\n");
}

/** A folder for one run, named by this process; what runs that were killed have left is removed. */
async function makeSession(hosts: Readonly<Record<string, string>>): Promise<string> {
  const prefix = "docker-session-";
  for (const name of await readdir(directories.cache)) {
    if (!name.startsWith(prefix) || existsSync(`/proc/${parseInt(name.slice(prefix.length))}`)) continue;
    await rm(join(directories.cache, name), { recursive: true, force: true });
  }
  const session = await mkdtemp(join(directories.cache, `${prefix}${process.pid}-`));
  for (const folder of ["data", home, "run", "root"]) await mkdir(join(session, folder), { recursive: true });
  const lines = Object.entries(hosts).map(([name, address]) => `${address} ${name}\n`);
  await writeFile(join(session, "hosts"), lines.join(""));
  return session;
}

/**
 * Starts the daemon as the first process of new namespaces. `--pdeathsig` ends `unshare` with this process, and
 * `--kill-child` ends the daemon with `unshare`.
 */
function launch(root: string, session: string, python: string) {
  const namespaces = ["--mount", "--propagation=private", "--pid", "--fork", "--kill-child", "--net"];
  const command = [join(__dirname, "start-docker.sh"), root, session, python];
  return execa("setpriv", ["--pdeathsig", "KILL", "unshare", ...namespaces, ...command], {
    all: true,
    reject: false,
    stdin: "ignore",
  });
}
type Daemon = ReturnType<typeof launch>;

/** Gives the network of process `init` a way out. The program ends with this process. */
async function connectNetwork(init: number): Promise<BackgroundProcess> {
  await ensureDebianPrograms([
    { program: "slirp4netns", package: "slirp4netns", purpose: "connect a network of its own" },
  ]);
  return startProcess(
    "setpriv",
    ["--pdeathsig", "KILL", "slirp4netns", "--configure", "--mtu=65520", String(init), "tap0"],
    /^received tapfd/,
  );
}

/** Runs a command in namespaces and the root folder of their first process. */
function enter(namespaces: readonly string[], command: readonly string[]) {
  return execa("nsenter", [...namespaces, ...command], {
    cwd: "/",
    all: true,
    reject: false,
    stdin: "ignore",
  });
}

/** A command under way in the system. */
export type Command = ReturnType<typeof enter>;

async function sitePackages(programs: string): Promise<string> {
  const lib = join(dirname(programs), "lib");
  const [version] = (await readdir(lib)).filter((name) => name.startsWith("python3"));
  if (version === undefined) throw new Error(`No Python in ${lib}`);
  return join(lib, version, "site-packages");
}

/** The process that `unshare` forks into the new namespaces. */
async function firstChild(parent: { readonly pid?: number | undefined }): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const children = await readFile(`/proc/${parent.pid}/task/${parent.pid}/children`, "utf8").catch(
      () => "",
    );
    const child = Number(children.trim().split(" ")[0]);
    if (child > 0) return child;
    await sleep(50);
  }
  throw new Error("unshare started no process");
}
