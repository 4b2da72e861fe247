import { join } from "node:path";
import { execa } from "execa";

/**
 * Lints an IAM policy document with parliament.
 *
 * @param programs folder of Python programs; see `awsPrograms` in cloud.ts.
 * @returns one line a finding; none for a sound document.
 */
export async function findingsIn(programs: string, document: unknown): Promise<string[]> {
  const { stdout, exitCode, stderr } = await execa(
    join(programs, "parliament"),
    ["--json", "--string", JSON.stringify(document)],
    { reject: false },
  );
  // 0: no finding. 1: findings, one JSON value a line.
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`parliament did not run: ${stderr}`);
  const lines = stdout.split("\n").filter((line) => line !== "");
  if (exitCode === 1 && lines.length === 0) throw new Error(`parliament failed: ${stderr}`);
  return lines;
}
