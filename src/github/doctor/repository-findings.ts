import type { GithubIds } from "../../configuration/configuration.js";
import type { ResolvedSystem } from "../../plan/resolved-system.js";
import type { Answer, RepositoryFacts } from "./ask-github.js";
import { findingsAbout, type Finding, type FindingMaker, variablesPage } from "./finding.js";

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

/** What must hold in a system's repository on GitHub, from the plan. Pure. */
export function repositorySubject(system: ResolvedSystem): RepositorySubject {
  const { owner, name, ids } = system.repository;
  const isTrusted = system.roles.some(({ trusted }) => trusted.kind === "github");
  // Only workflows outside the catalogue use the registry's host.
  const variables = isTrusted ? system.variables.filter(({ value }) => value.kind !== "registry") : [];
  return {
    system: system.name,
    repository: `${owner}/${name}`,
    defaultBranch: system.defaultBranch,
    ids: isTrusted ? (ids ?? "missing") : "not needed",
    variables: new Map(
      variables.map(({ name, value }) => [name, value.kind === "known" ? value.text : undefined]),
    ),
    isManaged: system.settings !== undefined,
  };
}

/** Findings about a repository. Pure. Source: user pain 13. */
export function repositoryFindings(subject: RepositorySubject, facts: RepositoryFacts): Finding[] {
  if (facts.repository.kind === "absent") {
    const text = "The repository does not exist, or this token may not see it.";
    const fix = "correct slipway:owner or the repository in the catalogue, or use a token that can see it";
    return [makerFor(subject)("wrong", text, fix)];
  }
  const found = facts.repository.kind === "known" ? facts.repository.value : undefined;
  return [
    ...(found === undefined ? [] : stateFindings(subject, found)),
    ...idsFindings(subject, found?.ids),
    actionsFinding(subject, facts.actions),
    permissionsFinding(subject, facts.permissions),
    ...[...facts.variables].map(([name, answer]) => variableFinding(subject, name, answer)),
  ];
}

/** What is wrong with its name, its default branch, or all of it. */
function stateFindings(
  subject: RepositorySubject,
  found: Extract<RepositoryFacts["repository"], { kind: "known" }>["value"],
): Finding[] {
  const { repository, defaultBranch, isManaged } = subject;
  const finding = makerFor(subject);
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

function idsFindings(subject: RepositorySubject, found: GithubIds | undefined): Finding[] {
  const { ids, system } = subject;
  if (ids === "not needed") return [];
  const finding = makerFor(subject);
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

function actionsFinding(subject: RepositorySubject, answer: RepositoryFacts["actions"]): Finding {
  const finding = makerFor(subject);
  const link = actionsPage(subject);
  if (answer.kind !== "known") {
    const fix = 'under "Actions permissions", allow at least the actions that its workflows use';
    return unseen(subject, "Whether Actions are enabled", answer, fix, link);
  }
  const { enabled, allowed_actions: allowed } = answer.value;
  if (!enabled) {
    const fix =
      'under "Actions permissions", choose "Allow OWNER, and select non-OWNER, actions and reusable workflows"';
    return finding("wrong", "Actions are disabled, so no workflow runs.", fix, link);
  }
  if (allowed === "local_only") {
    const text = "Only actions of its own owner may run, but its workflows use others.";
    const fix = 'under "Actions permissions", select the actions that its workflows use';
    return finding("wrong", text, fix, link);
  }
  if (allowed === "selected") {
    const text =
      "Only selected actions may run; this does not check whether they include those of its workflows.";
    const fix = "compare them, or let slipway:repositorySettings select exactly those that its workflows use";
    return finding("unknown", text, fix, link);
  }
  return finding("fine", "Actions are enabled.");
}

function permissionsFinding(subject: RepositorySubject, answer: RepositoryFacts["permissions"]): Finding {
  const finding = makerFor(subject);
  const fix =
    'under "Workflow permissions", choose "Read repository contents and packages permissions"; each job that pushes requests more itself';
  const link = actionsPage(subject);
  if (answer.kind !== "known") {
    return unseen(subject, "The default permission of jobs", answer, fix, link);
  }
  return answer.value.default_workflow_permissions === "read"
    ? finding("fine", "Jobs can only read by default.")
    : finding("wrong", "Jobs can write by default, including those that need not.", fix, link);
}

function variableFinding(subject: RepositorySubject, name: string, answer: Answer<string>): Finding {
  const finding = makerFor(subject);
  const value = subject.variables.get(name);
  const fix = `set the Actions variable ${name} to ${value ?? "the value in the stack's outputs"}`;
  const link = variablesPage(subject.repository);
  switch (answer.kind) {
    case "unknown":
      return unseen(subject, `The Actions variable ${name}`, answer, fix, link);
    case "absent": {
      const text = `Its workflows read the Actions variable ${name}, which is not set.`;
      return finding("wrong", text, fix, link);
    }
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
  subject: RepositorySubject,
  what: string,
  answer: Exclude<Answer<unknown>, { kind: "known" }>,
  ...fix: [fix: string, link: string]
): Finding {
  const finding = makerFor(subject);
  if (subject.isManaged) return finding("fine", `${what} is set by this stack.`);
  const because = answer.kind === "absent" ? "this token may not see it" : answer.because;
  return finding("unknown", `${what} was not checked: ${because}.`, ...fix);
}

function makerFor({ system, repository }: RepositorySubject): FindingMaker {
  return findingsAbout(system, repository);
}

/** A repository's Actions and the permissions of its workflows. */
function actionsPage({ repository }: RepositorySubject): string {
  return `https://github.com/${repository}/settings/actions`;
}
