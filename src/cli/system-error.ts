import { UserError } from "../problems/user-error.js";

/** An error of the operating system, as a problem; `undefined` for other errors. */
export function refusalOf(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  const code = String(error.code);
  return new UserError(
    [
      {
        where: "path" in error ? String(error.path) : String(error.syscall),
        expected: "a readable and writable path",
        found: `${code}${code in MEANINGS ? `, ${MEANINGS[code] ?? ""}` : ""}`,
        fix: "correct its permissions, or name another path",
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
  ENOTDIR: "a file is in place of a folder",
};
