import { UserError } from "../problems/user-error.js";

/** An error of the operating system, as a problem; `undefined` for other errors. */
export function refusalOf(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  const problem = {
    where: "path" in error ? String(error.path) : String(error.syscall),
    expected: "a readable and writable path",
    // Node writes `ENOENT: no such file or directory, open '/a'`.
    found: error.message.replace(/, \w+(?: '.*)?$/s, ""),
    fix: "correct its permissions, or name another path",
  };
  return new UserError([problem], "with a file");
}
