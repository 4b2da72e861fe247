import type { GithubIds } from "../../configuration/configuration.js";
import { findingsAbout, type Answer, type Finding, type FindingMaker } from "./finding.js";
import { actionsSettings, variablesSettings } from "./links.js";

/** A system's repository, and what must hold there. */
export interface RepositorySubject {
  readonly system: string;
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** The name that the plan assumes for its default branch. */
  readonly defaultBranch: string;
  /** Whether an IAM role trusts its numeric ids, and which ids the stack knows. */
  readonly ids: "not needed" | "missing" | GithubIds;
  /** Actions variables that its workflows require → their value, if the plan knows it. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** Whether the stack manages Actions, default permissions and variables. */
  readonly isManaged: boolean;
}

/** GitHub's answers about a repository; each part may need another permission. */
export interface RepositoryFacts {
  readonly repository: Answer<{
    /** `OWNER/NAME`, as it is now. */
    readonly name: string;
    readonly ids: GithubIds;
    readonly archived: boolean;
    readonly defaultBranch: string;
  }>;
  readonly actions: Answer<{ readonly enabled: boolean; readonly allowed?: string | undefined }>;
  readonly permissions: Answer<{ readonly byDefault: string }>;
  readonly variables: ReadonlyMap<string, Answer<string>>;
}

/** Findings about a repository. Pure. Source: user pain 13. */
export function repositoryFindings(subject: RepositorySubject, facts: RepositoryFacts): Finding[] {
  const finding = findingsAbout(subject.system, subject.repository);
  if (facts.repository.kind === "absent") {
    return [
      finding(
        "wrong",
        "The repository does not exist, or this token may not see it.",
        "correct slipway:owner or the repository in the catalogue, or use a token that can see it",
      ),
    ];
  }
  const found = facts.repository.kind === "known" ? facts.repository.value : undefined;
  return [
    ...(found === undefined ? [] : stateFindings(subject, found, finding)),
    ...idsFindings(subject, found?.ids, finding),
    actionsFinding(subject, facts.actions, finding),
    permissionsFinding(subject, facts.permissions, finding),
    ...[...subject.variables].map(([name, value]) =>
      variableFinding(subject, { name, value, answer: facts.variables.get(name) ?? NOT_ASKED }, finding),
    ),
  ];
}

const NOT_ASKED = { kind: "unknown", because: "nobody was asked" } as const;

/** What is wrong with its name, its default branch, or all of it. */
function stateFindings(
  { repository, defaultBranch, isManaged }: RepositorySubject,
  found: Extract<RepositoryFacts["repository"], { kind: "known" }>["value"],
  finding: FindingMaker,
): Finding[] {
  const settings = `https://github.com/${repository}/settings`;
  const findings: Finding[] = [];
  if (found.name.toLowerCase() !== repository.toLowerCase()) {
    const text = `It was renamed or moved to ${found.name}, but roles and packages use the old name.`;
    const fix = "update its name in the catalogue, or its owner in slipway:owner";
    findings.push(finding("wrong", text, fix));
  }
  if (found.archived) {
    const text = "It is archived, so its workflows do not run.";
    const fix = '"Unarchive this repository" under "Danger Zone", or remove the system from the catalogue';
    findings.push(finding("wrong", text, fix, settings));
  }
  // Checks are required on the default branch, but derived for pull requests into a branch of this name.
  if (isManaged && found.defaultBranch !== defaultBranch) {
    const text = `Its default branch is ${found.defaultBranch}: required checks report only on pull requests into ${defaultBranch} and block all others.`;
    findings.push(finding("wrong", text, `rename it to ${defaultBranch} under "Default branch"`, settings));
  }
  return findings;
}

function idsFindings(
  { ids, system }: RepositorySubject,
  found: GithubIds | undefined,
  finding: FindingMaker,
): Finding[] {
  if (ids === "not needed") return [];
  const value =
    found === undefined
      ? "{ owner: …, repository: … }; with a token, this command prints them"
      : `{ owner: ${found.owner}, repository: ${found.repository} }`;
  const fix = `add to githubIds in slipway:ciAccess: ${system}: ${value}`;
  if (ids === "missing") {
    const text =
      "The stack does not know its numeric ids: its role rejects it if it was created, renamed or moved since 15 July 2026.";
    return [finding("unknown", text, fix)];
  }
  if (found === undefined) return [];
  return found.owner === ids.owner && found.repository === ids.repository
    ? [finding("fine", "Its numeric ids are those that its role trusts.")]
    : [finding("wrong", "Its numeric ids differ from those that its role trusts, so AWS rejects it.", fix)];
}

function actionsFinding(
  subject: RepositorySubject,
  answer: RepositoryFacts["actions"],
  finding: FindingMaker,
): Finding {
  const link = actionsSettings(subject.repository);
  if (answer.kind !== "known") {
    const fix = 'under "Actions permissions", allow at least the actions that its workflows use';
    return unseen(subject, "Whether Actions are enabled", answer, finding, fix, link);
  }
  const { enabled, allowed } = answer.value;
  if (!enabled) {
    const fix =
      'under "Actions permissions", choose "Allow OWNER, and select non-OWNER, actions and reusable workflows"';
    return finding("wrong", "Actions are disabled, so no workflow runs.", fix, link);
  }
  if (allowed === "local_only") {
    const text = "Only actions of its own owner may run, but its workflows use others.";
    return finding(
      "wrong",
      text,
      'under "Actions permissions", select the actions that its workflows use',
      link,
    );
  }
  if (allowed === "selected") {
    const text =
      "Only selected actions may run; this does not check whether they include those of its workflows.";
    const fix = "compare them, or let slipway:repositorySettings select exactly those that its workflows use";
    return finding("unknown", text, fix, link);
  }
  return finding("fine", "Actions are enabled.");
}

function permissionsFinding(
  subject: RepositorySubject,
  answer: RepositoryFacts["permissions"],
  finding: FindingMaker,
): Finding {
  const fix =
    'under "Workflow permissions", choose "Read repository contents and packages permissions"; each job that pushes requests more itself';
  const link = actionsSettings(subject.repository);
  if (answer.kind !== "known") {
    return unseen(subject, "The default permission of jobs", answer, finding, fix, link);
  }
  return answer.value.byDefault === "read"
    ? finding("fine", "Jobs can only read by default.")
    : finding("wrong", "Jobs can write by default, including those that need not.", fix, link);
}

interface Variable {
  readonly name: string;
  readonly value: string | undefined;
  readonly answer: Answer<string>;
}

function variableFinding(
  subject: RepositorySubject,
  { name, value, answer }: Variable,
  finding: FindingMaker,
): Finding {
  const fix = `set the Actions variable ${name} to ${value ?? "the value in the stack's outputs"}`;
  const link = variablesSettings(subject.repository);
  switch (answer.kind) {
    case "unknown":
      return unseen(subject, `The Actions variable ${name}`, answer, finding, fix, link);
    case "absent":
      return finding(
        "wrong",
        `Its workflows read the Actions variable ${name}, which is not set.`,
        fix,
        link,
      );
    case "known":
      return value === undefined || answer.value === value
        ? finding("fine", `The Actions variable ${name} is set.`)
        : finding("wrong", `The Actions variable ${name} differs from the stack's value.`, fix, link);
    default:
      return answer satisfies never;
  }
}

/** GitHub hides settings from those who may not change them, by 403 or 404. */
function unseen(
  { isManaged }: RepositorySubject,
  what: string,
  answer: Exclude<Answer<unknown>, { kind: "known" }>,
  finding: FindingMaker,
  ...fix: [fix: string, link: string]
): Finding {
  if (isManaged) return finding("fine", `${what} is set by this stack.`);
  const because = answer.kind === "absent" ? "this token may not see it" : answer.because;
  return finding("unknown", `${what} was not checked: ${because}.`, ...fix);
}
