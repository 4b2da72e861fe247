import { execa } from "execa";

interface Surroundings {
  readonly cwd?: string;
  /** Added to this process's own variables, unless `extendEnv` is false. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly extendEnv?: boolean;
  /** Whether a failure throws. Default: true. */
  readonly reject?: boolean;
  /** In a process group of its own. Default: false. */
  readonly detached?: boolean;
}

/**
 * Runs bash with nothing to read and without start-up files. It would read those of the machine wherever its standard
 * input is a socket, as that of Node's children is, and where BASH_ENV names one.
 */
export function bash(args: readonly string[], { env, ...options }: Surroundings = {}) {
  return execa("bash", ["--noprofile", "--norc", ...args], {
    ...options,
    env: { ...env, BASH_ENV: undefined, ENV: undefined },
    stdin: "ignore",
  });
}

/** Runs the script of a workflow's step as GitHub's runner does. */
export function runStep(step: object | undefined, options: Surroundings = {}) {
  if (step === undefined || !("run" in step)) throw new Error("the step runs no script");
  return bash(["-eo", "pipefail", "-c", String(step.run)], options);
}
