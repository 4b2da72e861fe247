import type { ActionName, InputsOf } from "./actions.js";

/**
 * GitHub workflow files as values. What GitHub requires is required here, what it leaves to defaults that differ from
 * place to place is too: permissions on every job, a time limit, a group for concurrent runs.
 * `problems.ts` names what GitHub would refuse, `render.ts` writes the file.
 */
export interface Workflow {
  /** Shown on the Actions page. */
  readonly name: string;
  /** File name below `.github/workflows/`, with `.yml`. */
  readonly file: string;
  /** What the workflow is for, a sentence a line; stands at the head of the file. */
  readonly about: readonly string[];
  readonly on: Triggers;
  /** Job id → job, in the order of the file. */
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The events that start a workflow. */
export interface Triggers {
  readonly push?: PushFilter;
  readonly pullRequest?: BranchFilter;
  /** Started by hand. */
  readonly dispatch?: true;
  readonly schedule?: readonly Schedule[];
}

/** Filters of GitHub's own syntax (`*`, `**`, `+`, `[0-9]`, `!`). Default: every branch and path. */
export interface BranchFilter {
  readonly branches?: readonly string[];
  readonly paths?: readonly string[];
}

/** As for branches; with `tags` alone, no push to a branch starts the workflow. */
export interface PushFilter extends BranchFilter {
  readonly tags?: readonly string[];
}

/** A time to run at, in UTC. */
export interface Schedule {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** Said in words, beside it. */
  readonly meaning: string;
}

/** The images of machines that a job may run on: hosted by GitHub, and of a named version, so that a new one is a decision. */
export const runners = ["ubuntu-24.04", "ubuntu-24.04-arm"] as const;
export type Runner = (typeof runners)[number];

export interface Job {
  /** Shown on pull requests; the name that a required check has. */
  readonly name: string;
  /** Why it is as it is, where that is not plain. Stands at the head of the job. */
  readonly note?: readonly string[];
  readonly needs?: readonly string[];
  /** An expression, bare. Default: runs when what it needs has succeeded. */
  readonly if?: string;
  /** A runner, or `${{ matrix.… }}`. */
  readonly runsOn: Runner | `\${{ matrix.${string} }}`;
  /** Minutes after which GitHub stops it. */
  readonly timeoutMinutes: number;
  /** All that the job's token may do; nothing else. */
  readonly permissions: Permissions;
  /** The environment whose rules and secrets apply. Default: none. */
  readonly environment?: string;
  readonly matrix?: Matrix;
  /** Name → expression. Read by jobs that need this one. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Env;
  readonly steps: readonly [Step, ...Step[]];
}

/** What a token may be granted. */
export type Scope =
  | "actions"
  | "artifact-metadata"
  | "attestations"
  | "checks"
  | "contents"
  | "id-token"
  | "packages"
  | "pull-requests"
  | "security-events";

export interface Grant {
  readonly access: "read" | "write";
  /** What needs it; stands beside it in the file. */
  readonly why: string;
}

export type Permissions = Readonly<Partial<Record<Scope, Grant>>>;

/** One cell of a matrix: name → value. A list of cells rather than a product, so that each can be read. */
export type Cell = Readonly<Record<string, string>>;

export interface Matrix {
  readonly cells: readonly [Cell, ...Cell[]];
  /** The field that tells cells apart, unique among them. */
  readonly key: string;
}

/** Environment variables. Values may hold expressions. */
export type Env = Readonly<Record<string, EnvValue>>;
export type EnvValue = string | { readonly value: string; readonly note: string };

export type Step = RunStep | ActionStep;

interface StepBase {
  readonly name: string;
  readonly id?: string;
  /** An expression, bare. */
  readonly if?: string;
  /** Why it is there, where the name does not say. Stands above the step. */
  readonly note?: readonly string[];
  readonly env?: Env;
}

/** A script for bash. Expressions have no place in it: values come by `env`. */
export interface RunStep extends StepBase {
  readonly run: string;
}

/** A third-party action, by its name in `actions.ts`; commit and version follow from there. */
export type ActionStep = { [Name in ActionName]: StepOf<Name> }[ActionName];

export interface StepOf<Name extends ActionName> extends StepBase {
  readonly uses: Name;
  readonly with?: Readonly<Partial<Record<InputsOf<Name>, string | number | boolean>>>;
}
