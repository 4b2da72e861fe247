import type { GithubIds } from "../../configuration/configuration.js";
import type { Answer, Finding } from "./finding.js";
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
  const finding = findingOf(subject);
  if (facts.repository.kind === "absent") {
    return [
      finding("wrong", "The repository does not exist, or this token may not see it.", {
        fix: "correct slipway:owner or the repository in the catalogue, or use a token that can see it",
      }),
    ];
  }
  return [
    ...nameFindings(subject, facts.repository),
    ...archivedFindings(subject, facts.repository),
    ...defaultBranchFindings(subject, facts.repository),
    ...idsFindings(subject, facts.repository),
    actionsFinding(subject, facts.actions),
    permissionsFinding(subject, facts.permissions),
    ...[...subject.variables].map(([name, value]) =>
      variableFinding(subject, name, value, facts.variables.get(name) ?? NOT_ASKED),
    ),
  ];
}

const NOT_ASKED = { kind: "unknown", because: "nobody was asked" } as const;

function nameFindings(subject: RepositorySubject, answer: RepositoryFacts["repository"]): Finding[] {
  if (answer.kind !== "known") return [];
  const { name } = answer.value;
  if (name.toLowerCase() === subject.repository.toLowerCase()) return [];
  return [
    findingOf(subject)(
      "wrong",
      `It was renamed or moved to ${name}, but roles and packages use the old name.`,
      {
        fix: "update its name in the catalogue, or its owner in slipway:owner",
      },
    ),
  ];
}

function archivedFindings(subject: RepositorySubject, answer: RepositoryFacts["repository"]): Finding[] {
  if (answer.kind !== "known" || !answer.value.archived) return [];
  return [
    findingOf(subject)("wrong", "It is archived, so its workflows do not run.", {
      fix: '"Unarchive this repository" under "Danger Zone", or remove the system from the catalogue',
      link: `https://github.com/${subject.repository}/settings`,
    }),
  ];
}

/** Checks are required on the default branch, but derived for pull requests into a branch of this name. */
function defaultBranchFindings(subject: RepositorySubject, answer: RepositoryFacts["repository"]): Finding[] {
  if (answer.kind !== "known" || !subject.isManaged || answer.value.defaultBranch === subject.defaultBranch) {
    return [];
  }
  const { defaultBranch } = answer.value;
  return [
    findingOf(subject)(
      "wrong",
      `Its default branch is ${defaultBranch}: required checks report only on pull requests into ${subject.defaultBranch} and block all others.`,
      {
        fix: `rename it to ${subject.defaultBranch} under "Default branch"`,
        link: `https://github.com/${subject.repository}/settings`,
      },
    ),
  ];
}

function idsFindings(subject: RepositorySubject, answer: RepositoryFacts["repository"]): Finding[] {
  const { ids, system } = subject;
  const finding = findingOf(subject);
  if (ids === "not needed") return [];
  const found = answer.kind === "known" ? answer.value.ids : undefined;
  if (ids === "missing") {
    return [
      finding(
        "unknown",
        "The stack does not know its numeric ids: its role rejects it if it was created, renamed or moved since 15 July 2026.",
        { fix: `add to githubIds in slipway:ciAccess: ${system}: ${inYaml(found)}` },
      ),
    ];
  }
  if (found === undefined) return [];
  return found.owner === ids.owner && found.repository === ids.repository
    ? [finding("fine", "Its numeric ids are those that its role trusts.")]
    : [
        finding("wrong", "Its numeric ids differ from those that its role trusts, so AWS rejects it.", {
          fix: `add to githubIds in slipway:ciAccess: ${system}: ${inYaml(found)}`,
        }),
      ];
}

function inYaml(ids: GithubIds | undefined): string {
  return ids === undefined
    ? "{ owner: …, repository: … }; with a token, this command prints them"
    : `{ owner: ${ids.owner}, repository: ${ids.repository} }`;
}

function actionsFinding(subject: RepositorySubject, answer: RepositoryFacts["actions"]): Finding {
  const finding = findingOf(subject);
  const link = actionsSettings(subject.repository);
  if (answer.kind !== "known") {
    return unseen(subject, "Whether Actions are enabled", answer, {
      fix: 'under "Actions permissions", allow at least the actions that its workflows use',
      link,
    });
  }
  const { enabled, allowed } = answer.value;
  if (!enabled) {
    const fix =
      'under "Actions permissions", choose "Allow OWNER, and select non-OWNER, actions and reusable workflows"';
    return finding("wrong", "Actions are disabled, so no workflow runs.", { fix, link });
  }
  if (allowed === "local_only") {
    return finding("wrong", "Only actions of its own owner may run, but its workflows use others.", {
      fix: 'under "Actions permissions", select the actions that its workflows use',
      link,
    });
  }
  if (allowed === "selected") {
    return finding(
      "unknown",
      "Only selected actions may run; this does not check whether they include those of its workflows.",
      {
        fix: "compare them, or let slipway:repositorySettings select exactly those that its workflows use",
        link,
      },
    );
  }
  return finding("fine", "Actions are enabled.");
}

function permissionsFinding(subject: RepositorySubject, answer: RepositoryFacts["permissions"]): Finding {
  const fix = {
    fix: 'under "Workflow permissions", choose "Read repository contents and packages permissions"; each job that pushes requests more itself',
    link: actionsSettings(subject.repository),
  };
  if (answer.kind !== "known") return unseen(subject, "The default permission of jobs", answer, fix);
  return answer.value.byDefault === "read"
    ? findingOf(subject)("fine", "Jobs can only read by default.")
    : findingOf(subject)("wrong", "Jobs can write by default, including those that need not.", fix);
}

function variableFinding(
  subject: RepositorySubject,
  name: string,
  expected: string | undefined,
  answer: Answer<string>,
): Finding {
  const finding = findingOf(subject);
  const fix = {
    fix: `set the Actions variable ${name} to ${expected ?? "the value in the stack's outputs"}`,
    link: variablesSettings(subject.repository),
  };
  switch (answer.kind) {
    case "unknown":
      return unseen(subject, `The Actions variable ${name}`, answer, fix);
    case "absent":
      return finding("wrong", `Its workflows read the Actions variable ${name}, which is not set.`, fix);
    case "known":
      return expected === undefined || answer.value === expected
        ? finding("fine", `The Actions variable ${name} is set.`)
        : finding("wrong", `The Actions variable ${name} differs from the stack's value.`, fix);
    default:
      return answer satisfies never;
  }
}

/** GitHub hides settings from those who may not change them, by 403 or 404. */
function unseen(
  subject: RepositorySubject,
  what: string,
  answer: Exclude<Answer<unknown>, { kind: "known" }>,
  fix: Pick<Finding, "fix" | "link">,
): Finding {
  if (subject.isManaged) return findingOf(subject)("fine", `${what} is set by this stack.`);
  const because = answer.kind === "absent" ? "this token may not see it" : answer.because;
  return findingOf(subject)("unknown", `${what} was not checked: ${because}.`, fix);
}

function findingOf({ system, repository }: RepositorySubject) {
  return (state: Finding["state"], text: string, fix: Pick<Finding, "fix" | "link"> = {}): Finding => ({
    system,
    about: repository,
    state,
    text,
    ...fix,
  });
}
