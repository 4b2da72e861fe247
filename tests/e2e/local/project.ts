import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { parse as parseYaml, stringify } from "yaml";
import { execa } from "execa";
import type { System } from "../../../src/catalogue/system.js";
import { type Outcome, outcome } from "../outcome.js";
import { copyProgram } from "../program-copy.js";
import { stateFolder } from "../state-folder.js";

const stackFile = v.looseObject({ config: v.optional(v.looseObject({}), {}) });

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

/** A copy of the program and a stack `test` of it, on the real engine. Its sources belong in `sources/`. */
export class Project {
  private runs = 0;

  private constructor(
    readonly folder: string,
    private readonly root: string,
    private readonly state: string,
    private readonly options: ProjectOptions,
  ) {}

  /** A project with a new stack. */
  static async create(options: ProjectOptions): Promise<Project> {
    const root = await mkdtemp(join(tmpdir(), "slipway-project-"));
    const project = new Project(join(root, "project"), root, join(root, "state"), options);
    await mkdir(join(root, "state"));
    await project.copyProgram();
    await project.configure(options.configuration);
    await project.pulumi("stack", "init", "test");
    return project;
  }

  /** Another checkout of the project, in a folder of its own, that works on the same stack. */
  async elsewhere(environment = this.options.environment): Promise<Project> {
    const root = await mkdtemp(join(tmpdir(), "slipway-elsewhere-"));
    const project = new Project(join(root, "checkout"), root, this.state, { ...this.options, environment });
    await project.copyProgram();
    await cp(join(this.folder, "Pulumi.test.yaml"), join(project.folder, "Pulumi.test.yaml"));
    return project;
  }

  /** The same project with a stack that knows nothing: the state was lost. */
  async withoutState(): Promise<Project> {
    const project = new Project(this.folder, this.root, join(this.root, "new-state"), this.options);
    await mkdir(join(this.root, "new-state"));
    await project.configure(this.options.configuration);
    await project.pulumi("stack", "init", "test");
    return project;
  }

  get sources(): string {
    return join(this.folder, "sources");
  }

  /** Adds to the stack's configuration. */
  async configure(configuration: Configuration): Promise<void> {
    const file = join(this.folder, "Pulumi.test.yaml");
    const before = await readFile(file, "utf8").catch(() => "");
    const { config, ...rest } = v.parse(stackFile, parseYaml(before) ?? {});
    await writeFile(file, stringify({ config: { ...config, ...configuration }, ...rest }));
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
    return execa("pulumi", ["up", "--stack", "test", "--yes", "--skip-preview", "--non-interactive"], {
      cwd: this.folder,
      env: this.environment,
      stdin: "ignore",
      all: true,
      reject: false,
      // A process group of its own, so that all of it can be ended at once.
      detached: true,
    });
  }

  /** Runs a command of Pulumi; a failure is part of the result. */
  pulumi(...command: readonly string[]) {
    return execa("pulumi", ["--non-interactive", "--color", "never", ...command], {
      cwd: this.folder,
      env: this.environment,
      stdin: "ignore",
      all: true,
      reject: false,
    });
  }

  /** The outputs of the program. */
  async outputs(): Promise<unknown> {
    return JSON.parse((await this.pulumi("stack", "output", "--json", "--stack", "test")).stdout);
  }

  /** Types of the resources in the state, sorted. Empty before the first `up`. */
  async resources(): Promise<string[]> {
    const { stdout } = await this.pulumi("stack", "export", "--stack", "test");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: { type: string }[] } };
    return (deployment.resources ?? []).map(({ type }) => type).toSorted();
  }

  /** Deletes the copy and what it holds of the stack. */
  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  private get environment(): Record<string, string> {
    return { ...this.options.environment, ...stateFolder(this.state) };
  }

  private async copyProgram(): Promise<void> {
    await copyProgram(this.folder);
    if (this.options.catalogue === undefined) return;
    await writeFile(
      join(this.folder, "systems", "index.ts"),
      `export const catalogue = ${JSON.stringify(this.options.catalogue)};\n`,
    );
  }

  private async run(command: string, ...flags: readonly string[]): Promise<Outcome> {
    this.runs += 1;
    const log = join(this.root, `events-${this.runs}.json`);
    const { failed, all } = await this.pulumi(command, "--stack", "test", "--event-log", log, ...flags);
    return outcome(!failed, all, await readFile(log, "utf8").catch(() => ""));
  }
}
