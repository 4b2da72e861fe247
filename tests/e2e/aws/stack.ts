import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import type { Cloud } from "./cloud.js";
import { type Outcome, outcome } from "../outcome.js";
import { copyProgram } from "../program-copy.js";
import { stateFolder } from "../state-folder.js";

const stateOfResources = v.object({
  deployment: v.object({ resources: v.array(v.object({ urn: v.string(), type: v.string() })) }),
});

/** A stack of the real engine, of a copy of the program, with a state of its own. */
export class Stack {
  private runs = 0;

  private constructor(
    readonly name: string,
    /** Folder of the copy. */
    readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** The same stack, worked on with something else in the environment. */
  in(environment: Readonly<Record<string, string>>): Stack {
    const stack = new Stack(this.name, this.folder, { ...this.environment, ...environment });
    stack.runs = this.runs;
    return stack;
  }

  /** Makes the stack as `Pulumi.NAME.yaml` of the project configures it. */
  static async create(name: string, cloud: Cloud): Promise<Stack> {
    const root = await mkdtemp(join(tmpdir(), "slipway-stack-"));
    const folder = join(root, "project");
    await mkdir(join(root, "state"));
    await copyProgram(folder, [`Pulumi.${name}.yaml`]);
    const stack = new Stack(name, folder, {
      ...cloud.environment,
      ...stateFolder(join(root, "state")),
    });
    await stack.pulumi("stack", "init", "--stack", name);
    return stack;
  }

  /** Folder of all that is the stack's: the copy, the state and what the engine wrote down of each run. */
  get root(): string {
    return join(this.folder, "..");
  }

  /** Sets a configuration key; dots lead into an object, e.g. `slipway:retention.days`. */
  async set(key: string, value: string | number | boolean): Promise<void> {
    const type = typeof value === "number" ? "int" : typeof value === "boolean" ? "bool" : "string";
    await this.pulumi(
      "config",
      "set",
      "--stack",
      this.name,
      "--path",
      "--type",
      type,
      "--",
      key,
      String(value),
    );
  }

  /** Sets a key to a value that the stack's file holds encrypted. */
  async setSecret(key: string, value: string): Promise<void> {
    await this.pulumi("config", "set", "--stack", this.name, "--secret", "--", key, value);
  }

  /** Takes a configuration key out again. */
  async unset(key: string): Promise<void> {
    await this.pulumi("config", "rm", "--stack", this.name, "--path", "--", key);
  }

  /** Puts a file of the tests' own into the copy. */
  async write(file: string, content: string): Promise<void> {
    await writeFile(join(this.folder, file), content);
  }

  /** Drops the images from the state, as a lost state would; what is in the cloud stays. */
  async forgetImages(): Promise<void> {
    const { deployment } = v.parse(stateOfResources, JSON.parse(await this.exported()));
    // The guard depends on them, so it has to be forgotten, too.
    const forgotten = deployment.resources.filter(({ type }) =>
      ["docker-build:index:Image", "slipway:index:DestroyGuard"].includes(type),
    );
    for (const { urn } of forgotten.toReversed()) {
      await this.pulumi("state", "delete", "--stack", this.name, "--yes", "--force", urn);
    }
  }

  preview(...flags: readonly string[]): Promise<Outcome> {
    return this.run("preview", "--diff", ...flags);
  }

  up(...flags: readonly string[]): Promise<Outcome> {
    return this.run("up", "--yes", "--skip-preview", "--diff", ...flags);
  }

  refresh(): Promise<Outcome> {
    return this.run("refresh", "--yes", "--skip-preview", "--diff");
  }

  destroy(): Promise<Outcome> {
    return this.run("destroy", "--yes", "--skip-preview");
  }

  /** The state as text, secrets encrypted unless asked for. */
  async exported(...flags: readonly string[]): Promise<string> {
    return (await this.pulumi("stack", "export", "--stack", this.name, ...flags)).stdout;
  }

  /** Every file of the backend: state, history and backups. */
  async stateFiles(): Promise<string[]> {
    const found = await readdir(join(this.folder, "..", "state"), { recursive: true, withFileTypes: true });
    return found.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  }

  /** The outputs of the program. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    return JSON.parse(
      (await this.pulumi("stack", "output", "--json", "--stack", this.name)).stdout,
    ) as Record<string, unknown>;
  }

  /** Deletes the copy and the state, whatever is still in the cloud. */
  async remove(): Promise<void> {
    await rm(join(this.folder, ".."), { recursive: true, force: true });
  }

  private async run(command: string, ...flags: readonly string[]): Promise<Outcome> {
    this.runs += 1;
    const log = join(this.folder, "..", `events-${this.runs}.json`);
    const { failed, all } = await execa(
      "pulumi",
      [command, "--stack", this.name, "--non-interactive", "--color", "never", "--event-log", log, ...flags],
      { cwd: this.folder, env: this.environment, all: true, reject: false },
    );
    return outcome(!failed, all, await readFile(log, "utf8").catch(() => ""));
  }

  private pulumi(...command: readonly string[]) {
    return execa("pulumi", ["--non-interactive", ...command], { cwd: this.folder, env: this.environment });
  }
}
