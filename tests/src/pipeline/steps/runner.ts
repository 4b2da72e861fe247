import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../../delivery/temporary-folder.js";
import { runStep } from "../../../shell.js";

/**
 * Runs the scripts of steps as GitHub's runner does. Each test has a new folder: the working directory, first on the
 * path for fake programs, with the files `output` and `summary` of the runner.
 */
export function fakeRunner() {
  let folder = "";
  beforeEach(() => {
    folder = temporaryFolder();
    for (const file of ["output", "summary"]) writeFileSync(path.join(folder, file), "");
  });
  const write = (file: string, text: string, mode?: number) => {
    writeFileSync(path.join(folder, file), text, { mode });
  };
  return {
    write,
    program: (name: string, script: string) => {
      write(name, script, 0o755);
    },
    read: (file: string) => readFileSync(path.join(folder, file), "utf8"),
    /** The step's result; a failure does not throw. */
    run: (step: object | undefined, env: Readonly<Record<string, string>>) =>
      runStep(step, {
        cwd: folder,
        env: {
          PATH: `${folder}:${process.env["PATH"] ?? ""}`,
          RUNNER_TEMP: folder,
          GITHUB_OUTPUT: path.join(folder, "output"),
          GITHUB_STEP_SUMMARY: path.join(folder, "summary"),
          ...env,
        },
        extendEnv: false,
        reject: false,
      }),
  };
}
