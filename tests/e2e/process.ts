import { createInterface } from "node:readline";
import { execa } from "execa";

/** A background program of the tests. */
export interface BackgroundProcess {
  /** The line that said it was ready, matched by the pattern. */
  readonly ready: RegExpExecArray;
  /** Ends it and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program and waits for the line of its output that shows it is ready.
 *
 * @throws if it ends before, with what it printed.
 */
export async function startProcess(
  file: string,
  arguments_: readonly string[],
  ready: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<BackgroundProcess> {
  const child = execa(file, arguments_, { env, all: true, reject: false, buffer: false, stdin: "ignore" });
  const printed: string[] = [];
  const stop = async (): Promise<void> => {
    child.kill();
    await child;
  };
  const lines = createInterface(child.all);
  const found = new Promise<RegExpExecArray>((resolve, reject) => {
    lines.on("line", (line) => {
      const match = ready.exec(line);
      if (match) resolve(match);
      printed.push(line);
      if (printed.length > 50) printed.shift();
    });
    // Also where the program is not there at all, and so prints nothing.
    void child.then(({ message }) => {
      reject(new Error(`${file} ended before it was ready: ${message ?? ""}\n${printed.join("\n")}`));
    });
  });
  return { ready: await found, stop };
}
