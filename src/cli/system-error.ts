import { UserError } from "../problems/user-error.js";

/** What the operating system refused, in words; `undefined` where an error is no such refusal. */
export function refusalOf(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  const code = String(error.code);
  return new UserError(
    [
      {
        where: "path" in error ? String(error.path) : String(error.syscall),
        expected: "a place that can be read and written",
        found: `${code}${code in MEANINGS ? `, ${MEANINGS[code] ?? ""}` : ""}`,
        fix: "correct its permissions, or name another",
      },
    ],
    "with a file",
  );
}

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOENT: "it does not exist",
  EISDIR: "it is a folder",
  ENOTDIR: "a file stands where a folder is expected",
};
