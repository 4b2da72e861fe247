import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { project } from "../../../../tools/local/directories.js";
import { temporaryFolder } from "../../../src/delivery/temporary-folder.js";
import { bash } from "../../../shell.js";

export const delivered = path.join(project, "systems", "cv", "files", "scripts");

export type Script = "build-docker.sh" | "optimize-build.sh" | "network-test.sh";

/** What the scripts call, apart from docker, cargo, trivy, curl and getent. */
const programs = [
  ...["awk", "bash", "cat", "cut", "date", "dirname", "du", "env", "find", "grep", "head", "ls", "mkdir"],
  ...["mktemp", "mv", "rm", "sed", "sleep", "sort", "tar", "timeout", "touch", "tr", "wc"],
];

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What docker was asked, one line a call. */
  readonly docker: readonly string[];
  readonly cargo: readonly string[];
}

/**
 * A checkout of CV, as far as its scripts look at it, in a folder with a space in its name; and a PATH with nothing but
 * coreutils and fakes of docker and cargo.
 */
export class Checkout {
  readonly folder: string;
  private readonly bin: string;
  private readonly temporary: string;

  constructor() {
    this.temporary = temporaryFolder();
    this.folder = path.join(this.temporary, "a checkout");
    this.bin = path.join(this.temporary, "bin");
    mkdirSync(this.bin);
    for (const program of ["docker", "cargo"]) {
      this.install(program, readFileSync(path.join(__dirname, `fake-${program}.sh`), "utf8"));
    }
    for (const type of ["prod", "dev", "minimal"]) {
      this.write(
        `docker/Dockerfile.${type}`,
        "FROM scratch\n# RUN --mount of a comment\nRUN --mount=type=cache true\n",
      );
    }
    this.write("Cargo.toml", "");
    this.write("src/main.rs", "fn main() {}\n");
    cpSync(delivered, path.join(this.folder, "scripts"), { recursive: true });
  }

  /** Puts a file into the checkout. */
  write(file: string, content: string): void {
    const target = path.join(this.folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content, { mode: 0o755 });
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  has(file: string): boolean {
    return existsSync(path.join(this.folder, file));
  }

  remove(file: string): void {
    rmSync(path.join(this.folder, file), { recursive: true });
  }

  /** Puts a program on PATH. */
  install(program: string, content: string): void {
    const target = path.join(this.bin, program);
    // Never through a link to this machine's own program; `wx` refuses one.
    rmSync(target, { force: true });
    writeFileSync(target, content, { mode: 0o755, flag: "wx" });
  }

  /** Puts a program of this machine on PATH. */
  link(program: string): void {
    symlinkSync(find(program), path.join(this.bin, program));
  }

  /** Takes one off. */
  uninstall(program: string): void {
    rmSync(path.join(this.bin, program));
  }

  /** Runs a script, from another folder, without a terminal and with unset variables refused. */
  async run(script: Script, args: readonly string[] = [], env: Environment = {}): Promise<Outcome> {
    const { exitCode, stdout, stderr } = await this.start(script, args, env);
    return { exitCode, stdout, stderr, docker: this.calls("docker"), cargo: this.calls("cargo") };
  }

  /** The same, under way. */
  start(script: Script, args: readonly string[] = [], env: Environment = {}) {
    for (const program of ["docker", "cargo"] as const) rmSync(this.notes(program), { force: true });
    return bash(["-u", path.join(this.folder, "scripts", script), ...args], {
      cwd: "/",
      env: {
        PATH: `${this.bin}:${coreutils()}`,
        HOME: path.join(this.folder, "home"),
        DOCKER_CALLS: this.notes("docker"),
        CARGO_CALLS: this.notes("cargo"),
        ...env,
      },
      extendEnv: false,
      reject: false,
      // A process group of its own, to be interrupted as a terminal does it.
      detached: true,
    });
  }

  /** What a program was asked since the last start. */
  calls(program: "docker" | "cargo"): readonly string[] {
    const notes = this.notes(program);
    return existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : [];
  }

  private notes(program: "docker" | "cargo"): string {
    return path.join(this.temporary, `${program}-calls`);
  }
}

export type Environment = Readonly<Record<string, string>>;

let shared: string | undefined;

/** A folder with what the scripts call, and nothing else. */
function coreutils(): string {
  if (shared !== undefined) return shared;
  shared = temporaryFolder();
  for (const program of programs) symlinkSync(find(program), path.join(shared, program));
  return shared;
}

function find(program: string): string {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const folder = folders.find((one) => existsSync(path.join(one, program)));
  if (folder === undefined) throw new Error(`The tests of CV's scripts need ${program}`);
  return path.join(folder, program);
}

/** What a script's help shows. */
export function usageOf(script: Script): string {
  return readFileSync(path.join(delivered, script), "utf8").split("<< 'TEXT'\n")[1]?.split("TEXT\n")[0] ?? "";
}

/** A program that ends with a status and says nothing. */
export function ending(status: number): string {
  return `#!/usr/bin/env bash\nexit ${status}\n`;
}
