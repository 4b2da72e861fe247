import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { parse as parseYaml, stringify } from "yaml";
import { execa } from "execa";
import type { System } from "../../../src/catalogue/system.js";
import { type Outcome, outcome } from "../outcome.js";
import { copyProgram } from "../program-copy.js";

const stackFile = v.looseObject({ config: v.optional(v.looseObject({}), {}) });
const exported = v.object({
  deployment: v.object({
    resources: v.optional(v.array(v.object({ urn: v.string(), type: v.string() })), []),
  }),
});

/** A configuration as a stack's file holds it: full key → value. */
export type Configuration = Readonly<Record<string, unknown>>;

/** What a project is made of. */
export interface ProjectOptions {
  /** In place of that of `copyProgram`. */
  readonly catalogue?: readonly System[];
  readonly configuration: Configuration;
  /** For Pulumi and all it starts. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A copy of the program and a stack of it, on the real engine, with a state of its own. Sources belong in `sources/`. */
export class Project {
  private runs = 0;

  private constructor(
    private readonly stack: string,
    /** Folder of the copy. */
    readonly folder: string,
    /** Folder of all that is the stack's: the copy, the state and what the engine wrote down of each run. */
    readonly root: string,
    private readonly state: string,
    private readonly options: ProjectOptions,
  ) {}

  /** A project with a new stack `test`. */
  static async create(options: ProjectOptions): Promise<Project> {
    const project = await Project.copy("test", options);
    await project.configure(options.configuration);
    await project.succeed(["stack", "init"]);
    return project;
  }

  /** A project with a new stack of this name, as `Pulumi.NAME.yaml` configures it. */
  static async ofStack(name: string, environment: ProjectOptions["environment"]): Promise<Project> {
    const project = await Project.copy(name, { configuration: {}, environment });
    await project.succeed(["stack", "init"]);
    return project;
  }

  private static async copy(stack: string, options: ProjectOptions): Promise<Project> {
    const root = await mkdtemp(join(tmpdir(), "slipway-project-"));
    const project = new Project(stack, join(root, "project"), root, join(root, "state"), options);
    await mkdir(project.state);
    await project.copyProgram();
    return project;
  }

  /** The same project, worked on with something else in the environment. */
  in(environment: Readonly<Record<string, string>>): Project {
    const project = new Project(this.stack, this.folder, this.root, this.state, {
      ...this.options,
      environment: { ...this.options.environment, ...environment },
    });
    project.runs = this.runs;
    return project;
  }

  /** Another checkout of the project, in a folder of its own, that works on the same stack. */
  async elsewhere(environment = this.options.environment): Promise<Project> {
    const root = await mkdtemp(join(tmpdir(), "slipway-elsewhere-"));
    const options = { ...this.options, environment };
    const project = new Project(this.stack, join(root, "checkout"), root, this.state, options);
    await project.copyProgram();
    await cp(this.stackFile, project.stackFile);
    return project;
  }

  /** The same project with a stack that knows nothing: the state was lost. */
  async withoutState(): Promise<Project> {
    const state = join(this.root, "new-state");
    const project = new Project(this.stack, this.folder, this.root, state, this.options);
    await mkdir(state);
    await project.configure(this.options.configuration);
    await project.succeed(["stack", "init"]);
    return project;
  }

  get sources(): string {
    return join(this.folder, "sources");
  }

  /** Adds to the stack's configuration. */
  async configure(configuration: Configuration): Promise<void> {
    const before = await readFile(this.stackFile, "utf8").catch(() => "");
    const { config, ...rest } = v.parse(stackFile, parseYaml(before) ?? {});
    await writeFile(this.stackFile, stringify({ config: { ...config, ...configuration }, ...rest }));
  }

  /** Sets a configuration key; dots lead into an object, e.g. `slipway:retention.days`. */
  async set(key: string, value: string | number | boolean): Promise<void> {
    const type = { number: "int", boolean: "bool", string: "string" }[typeof value as "string"];
    await this.succeed(["config", "set", "--path", "--type", type], [key, String(value)]);
  }

  /** Sets a key to a value that the stack's file holds encrypted. */
  async setSecret(key: string, value: string): Promise<void> {
    await this.succeed(["config", "set", "--secret"], [key, value]);
  }

  /** Takes a configuration key out again. */
  async unset(key: string): Promise<void> {
    await this.succeed(["config", "rm", "--path"], [key]);
  }

  /** Drops the images from the state, as a lost state would; what is in the cloud stays. */
  async forgetImages(): Promise<void> {
    // The guard depends on them, so it has to be forgotten, too.
    const forgotten = (await this.stateOfResources()).filter(({ type }) =>
      ["docker-build:index:Image", "slipway:index:DestroyGuard"].includes(type),
    );
    for (const { urn } of forgotten.toReversed()) {
      await this.succeed(["state", "delete", "--yes", "--force"], [urn]);
    }
  }

  preview(...flags: readonly string[]): Promise<Outcome> {
    return this.run("preview", "--diff", ...flags);
  }

  up(...flags: readonly string[]): Promise<Outcome> {
    return this.run("up", "--yes", "--skip-preview", ...flags);
  }

  refresh(): Promise<Outcome> {
    return this.run("refresh", "--yes", "--skip-preview", "--diff");
  }

  destroy(): Promise<Outcome> {
    return this.run("destroy", "--yes", "--skip-preview");
  }

  /** Starts an `up` that the test will not wait for. Ending it by signal is not an error. */
  startUp() {
    return execa("pulumi", ["up", "--stack", this.stack, "--yes", "--skip-preview", "--non-interactive"], {
      ...this.settings,
      // A process group of its own, so that all of it can be ended at once.
      detached: true,
    });
  }

  /** Runs a command of Pulumi; a failure is part of the result. */
  pulumi(...command: readonly string[]) {
    return execa("pulumi", ["--non-interactive", "--color", "never", ...command], this.settings);
  }

  /** The outputs of the program. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    return v.parse(v.looseObject({}), JSON.parse(await this.succeed(["stack", "output", "--json"])));
  }

  /** The state as text, secrets encrypted unless asked for. */
  exported(...flags: readonly string[]): Promise<string> {
    return this.succeed(["stack", "export", ...flags]);
  }

  /** Types of the resources in the state, sorted. Empty before the first `up`. */
  async resources(): Promise<string[]> {
    return (await this.stateOfResources()).map(({ type }) => type).toSorted();
  }

  /** Every file of the backend: state, history and backups. */
  async stateFiles(): Promise<string[]> {
    const found = await readdir(this.state, { recursive: true, withFileTypes: true });
    return found.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  }

  /** Deletes the copy and what it holds of the stack, whatever is still in the cloud. */
  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  private get stackFile(): string {
    return join(this.folder, `Pulumi.${this.stack}.yaml`);
  }

  private get settings() {
    const own = {
      PULUMI_BACKEND_URL: `file://${this.state}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase of the tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Opens the flag --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    };
    const env = { ...this.options.environment, ...own };
    return { cwd: this.folder, env, stdin: "ignore", all: true, reject: false } as const;
  }

  private async copyProgram(): Promise<void> {
    await copyProgram(this.folder, this.stack === "test" ? [] : [`Pulumi.${this.stack}.yaml`]);
    if (this.options.catalogue === undefined) return;
    await writeFile(
      join(this.folder, "systems", "index.ts"),
      `export const catalogue = ${JSON.stringify(this.options.catalogue)};\n`,
    );
  }

  private async stateOfResources() {
    return v.parse(exported, JSON.parse(await this.exported())).deployment.resources;
  }

  /** Runs a command on the stack. @throws where it fails. */
  private async succeed(command: readonly string[], operands: readonly string[] = []): Promise<string> {
    const { failed, all, stdout } = await this.pulumi(...command, "--stack", this.stack, "--", ...operands);
    if (failed) throw new Error(`pulumi ${command.join(" ")}:\n${all}`);
    return stdout;
  }

  private async run(command: string, ...flags: readonly string[]): Promise<Outcome> {
    this.runs += 1;
    const log = join(this.root, `events-${this.runs}.json`);
    const { failed, all } = await this.pulumi(command, "--stack", this.stack, "--event-log", log, ...flags);
    return outcome(!failed, all, await readFile(log, "utf8").catch(() => ""));
  }
}
