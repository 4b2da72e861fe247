import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";

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

/**
 * Lints a trust policy, which the linter does not know apart: it wants to be told the role that the policy is about.
 * Two of its findings are misreadings and left out: it knows no federation but SAML, and no condition key of GitHub's.
 *
 * @param role ARN of the role.
 */
export async function findingsInTrust(
  programs: string,
  trust: { readonly Statement: readonly object[] },
  role: string,
): Promise<string[]> {
  const document = { ...trust, Statement: trust.Statement.map((each) => ({ ...each, Resource: role })) };
  return (await findingsIn(programs, document)).filter((line) => !isMisreading(line));
}

const finding = v.looseObject({ issue: v.string(), detail: v.unknown() });

function isMisreading(line: string): boolean {
  const { issue, detail } = v.parse(finding, JSON.parse(line));
  switch (issue) {
    case "UNKNOWN_FEDERATION_SOURCE":
      return /^arn:[\w-]+:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/.test(
        String(detail),
      );
    case "UNKNOWN_CONDITION_FOR_ACTION":
      return /^Unknown condition token\.actions\.githubusercontent\.com:(?:aud|sub|repository_id) for action sts:AssumeRoleWithWebIdentity$/.test(
        String(detail),
      );
    default:
      return false;
  }
}
