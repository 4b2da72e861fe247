import { setTimeout as sleep } from "node:timers/promises";
import type { Command, ThrowawayDocker } from "./throwaway-docker.js";

/** How a container is started. */
export interface ContainerOptions {
  /** For `docker run`, before the image. */
  readonly options?: readonly string[];
  /** After the image. */
  readonly command?: readonly string[];
}

/** A container that runs in the background. */
export class Container {
  private constructor(
    private readonly docker: ThrowawayDocker,
    readonly id: string,
  ) {}

  /** Starts one. */
  static async start(
    docker: ThrowawayDocker,
    reference: string,
    { options = [], command = [] }: ContainerOptions = {},
  ): Promise<Container> {
    const id = await docker.output(["docker", "run", "--detach", ...options, reference, ...command]);
    return new Container(docker, id);
  }

  /** A field of its state, such as `Status`, `ExitCode`, `Pid`, `Health.Status`. */
  state(field: string): Promise<string> {
    return this.docker.output(["docker", "inspect", "--format", `{{.State.${field}}}`, this.id]);
  }

  /** What it has printed, errors included. */
  async logs(): Promise<string> {
    return (await this.docker.run(["docker", "logs", this.id])).all;
  }

  /** Runs a command in it; look at `exitCode` and `all`. */
  exec(...command: string[]): Command {
    return this.docker.run(["docker", "exec", this.id, ...command]);
  }

  /**
   * Waits until Docker's own health check, or a command in the system (such as curl to a published port), succeeds.
   *
   * @throws with the container's output if it ends before, or after five minutes.
   */
  async untilHealthy(probe?: readonly [string, ...string[]]): Promise<void> {
    for (let attempt = 0; attempt < 1500; attempt++) {
      if ((await this.state("Running")) !== "true") break;
      const healthy = probe
        ? !(await this.docker.run(probe)).failed
        : (await this.state("Health.Status")) === "healthy";
      if (healthy) return;
      await sleep(200);
    }
    throw new Error(`The container did not get healthy:\n${await this.logs()}`);
  }

  /** Stops it as an orchestrator does (SIGTERM, SIGKILL after 10 s); its exit code: 137 if it had to be killed. */
  async stop(): Promise<number> {
    await this.docker.output(["docker", "stop", this.id]);
    return Number(await this.state("ExitCode"));
  }

  /** Removes it, running or not, with its volumes. */
  async remove(): Promise<void> {
    await this.docker.run(["docker", "rm", "--force", "--volumes", this.id]);
  }
}
