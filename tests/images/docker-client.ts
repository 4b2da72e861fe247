import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { obtain } from "../../tools/local/obtain.js";
import { parts } from "../../tools/local/parts.js";
import type { ThrowawayDocker } from "./throwaway-docker.js";

/** What a program on this machine needs to have a throwaway Docker as its own: a command line, buildx, variables. */
export class DockerClient {
  private constructor(
    private readonly folder: string,
    private readonly socket: string,
  ) {}

  static async of(docker: ThrowawayDocker): Promise<DockerClient> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-docker-"));
    await mkdir(join(folder, "cli-plugins"));
    await mkdir(join(folder, "bin"));
    const [buildx] = (await obtain(parts.buildx)).programs;
    await writeProgram(join(folder, "cli-plugins", "docker-buildx"), `exec '${buildx}' "$@"`);
    await writeProgram(join(folder, "bin", "docker"), `exec ${docker.enterCommand.join(" ")} docker "$@"`);
    return new DockerClient(folder, docker.path("/run/docker.sock"));
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      DOCKER_HOST: `unix://${this.socket}`,
      DOCKER_CONFIG: this.folder,
      PATH: `${join(this.folder, "bin")}:${process.env["PATH"] ?? ""}`,
    };
  }

  /** What the last build said; Pulumi does not show it. */
  async lastBuild(): Promise<string> {
    const buildx = join(this.folder, "cli-plugins", "docker-buildx");
    const { all } = await execa(buildx, ["history", "logs"], {
      env: this.environment,
      all: true,
      reject: false,
    });
    return all;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

async function writeProgram(file: string, line: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}
