import type { ActionName, InputsOf } from "./actions.js";
import type { Platform } from "./image.js";

/**
 * GitHub workflow files as values. Requires what GitHub requires, and what GitHub leaves to varying defaults:
 * permissions on every job, a time limit, a concurrency group. `problemsOfWorkflows` names what GitHub would
 * refuse, `renderWorkflow` writes the file.
 */
export interface Workflow {
  /** Shown on the Actions page. */
  readonly name: string;
  /** File name below `.github/workflows/`, with `.yml`. */
  readonly file: string;
  /** What the workflow is for, one sentence per line; a comment at the top of the file. */
  readonly about: readonly string[];
  readonly on: Triggers;
  /** Job id → job, in the order of the file. */
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The events that trigger a workflow. */
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

/** As for branches; with only `tags`, no push to a branch starts the workflow. */
export interface PushFilter extends BranchFilter {
  readonly tags?: readonly string[];
}

/** A time to run at, in UTC. */
export interface Schedule {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** The schedule in words, as a comment. */
  readonly meaning: string;
}

/**
 * The GitHub-hosted runner of each platform: images are built natively, without emulation. With a version, so that an
 * upgrade is a decision.
 */
export const runnerFor = {
  "linux/amd64": "ubuntu-24.04",
  "linux/arm64": "ubuntu-24.04-arm",
} as const satisfies Record<Platform, string>;

export type Runner = (typeof runnerFor)[Platform];

export interface Job {
  /** Shown on pull requests; also the name of the required check. */
  readonly name: string;
  /** Why the job is as it is, if not obvious. A comment above it. */
  readonly note?: readonly string[];
  readonly needs?: readonly string[];
  /** An expression without `${{ }}`. Default: runs if all needed jobs succeed. */
  readonly if?: string;
  /** A runner, or `${{ matrix.… }}`. */
  readonly runsOn: Runner | `\${{ matrix.${string} }}`;
  /** Minutes until GitHub cancels it. */
  readonly timeoutMinutes: number;
  /** Everything that the job's token may do. */
  readonly permissions: Permissions;
  /** The environment whose rules and secrets apply. Default: none. */
  readonly environment?: string;
  readonly matrix?: Matrix;
  /** Name → expression, for jobs that need this one. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Env;
  readonly steps: readonly [Step, ...Step[]];
}

/** A permission that a token can have. */
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
  /** What needs it; a comment in the file. */
  readonly why: string;
}

export type Permissions = Readonly<Partial<Record<Scope, Grant>>>;

/** One cell of a matrix: name → value. A list of cells instead of a product, so that each is readable. */
export type Cell = Readonly<Record<string, string>>;

export interface Matrix {
  readonly cells: readonly [Cell, ...Cell[]];
  /** The field that identifies a cell. */
  readonly key: string;
}

/** Environment variables. Values may contain expressions. */
export type Env = Readonly<Record<string, EnvValue>>;
export type EnvValue = string | { readonly value: string; readonly note: string };

export type Step = RunStep | ActionStep;

interface StepBase {
  readonly name: string;
  readonly id?: string;
  /** An expression without `${{ }}`. */
  readonly if?: string;
  /** Why it exists, if the name does not say. A comment above the step. */
  readonly note?: readonly string[];
  readonly env?: Env;
}

/** A bash script. It must not contain expressions: values arrive through `env`. */
export interface RunStep extends StepBase {
  readonly run: string;
}

/** A third-party action, by its name in `actions.ts`, which has commit and version. */
export type ActionStep = { [Name in ActionName]: StepOf<Name> }[ActionName];

export interface StepOf<Name extends ActionName> extends StepBase {
  readonly uses: Name;
  readonly with?: Readonly<Partial<Record<InputsOf<Name>, string | number | boolean>>>;
}
