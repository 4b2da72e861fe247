import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { project } from "../../../../tools/local/directories.js";
import { home, type Command, type ThrowawayDocker } from "../../throwaway-docker.js";

export type Script = "build-docker.sh" | "optimize-build.sh" | "network-test.sh";

/** A checkout of CV in a system with Docker, in a folder with a space in its name. */
export class Checkout {
  private constructor(
    readonly docker: ThrowawayDocker,
    readonly folder: string,
  ) {}

  static async make(docker: ThrowawayDocker, name: string): Promise<Checkout> {
    return new Checkout(docker, await docker.copy(join(project, "systems", "cv", "sample"), name));
  }

  /** Puts a file into it. */
  async write(file: string, content: string): Promise<void> {
    const target = this.docker.path(`${this.folder}/${file}`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { mode: 0o755 });
  }

  /** Runs a script from another folder, without a terminal and with unset variables refused. */
  run(script: Script, args: readonly string[], env: Readonly<Record<string, string>> = {}): Command {
    return this.docker.run(["bash", "-u", `${this.folder}/scripts/${script}`, ...args], {
      cwd: "/",
      env: { PATH: `${this.folder}/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`, ...env },
    });
  }

  /** Puts a program before all others on the PATH of its scripts. */
  async install(program: string, content: string): Promise<void> {
    await this.write(`bin/${program}`, content);
  }
}

/** A cargo for a system that has none: that of an image, on the files of `home`. */
export function cargoOf(image: string): string {
  return `#!/bin/sh
exec docker run --rm --volume ${home}:${home} --workdir "$PWD" \${CARGO_HOME:+--env CARGO_HOME} ${image} cargo "$@"
`;
}

/** Messages of a script without what Docker prints between them, and without times and sizes. */
export function messages(output: string): string[] {
  return output
    .split("\n")
    .filter((line) => /^\[(INFO|WARNING|ERROR)\]/.test(line))
    .map((line) => line.replaceAll(/[\d.]+ s\b/g, "N s").replace(/s: [\d.]+[kM]B$/, "s: SIZE"));
}
