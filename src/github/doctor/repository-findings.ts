import type { GithubIds } from "../../configuration/configuration.js";
import { DEFAULT_BRANCH } from "../../catalogue/git-event.js";
import type { Answer, Finding } from "./finding.js";
import { actionsSettings, variablesSettings } from "./links.js";

/** A system's repository, and what has to be true of it. */
export interface RepositorySubject {
  readonly system: string;
  /** `OWNER/NAME`. */
  readonly repository: string;
  /** Whether an IAM role trusts its numbers, and which the stack knows. */
  readonly ids: "not needed" | "missing" | GithubIds;
  /** Actions variables that its workflows cannot do without → their value, where the plan knows it. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** Whether the stack sets Actions, default permissions and variables itself. */
  readonly isManaged: boolean;
}

/** What GitHub says of a repository; each part may need another right. */
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

/** How a repository stands. Pure. Source: user pain 13. */
export function repositoryFindings(subject: RepositorySubject, facts: RepositoryFacts): Finding[] {
  const finding = findingOf(subject);
  if (facts.repository.kind === "absent") {
    return [
      finding("wrong", "There is no such repository, or none that this token may see.", {
        fix: "correct slipway:owner or the repository in the catalogue, or use a token that knows it",
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
      `It was renamed or moved to ${name}, and roles and packages go by the name.`,
      {
        fix: "write its present name in the catalogue, or its owner in slipway:owner",
      },
    ),
  ];
}

function archivedFindings(subject: RepositorySubject, answer: RepositoryFacts["repository"]): Finding[] {
  if (answer.kind !== "known" || !answer.value.archived) return [];
  return [
    findingOf(subject)("wrong", "It is archived, so none of its workflows runs.", {
      fix: '"Unarchive this repository" under "Danger Zone", or take the system out of the catalogue',
      link: `https://github.com/${subject.repository}/settings`,
    }),
  ];
}

/** Checks are required on the default branch, and known of pull requests into a branch of this name. */
function defaultBranchFindings(subject: RepositorySubject, answer: RepositoryFacts["repository"]): Finding[] {
  if (answer.kind !== "known" || !subject.isManaged || answer.value.defaultBranch === DEFAULT_BRANCH) {
    return [];
  }
  const { defaultBranch } = answer.value;
  return [
    findingOf(subject)(
      "wrong",
      `Its default branch is ${defaultBranch}: a check that reports on pull requests into ${DEFAULT_BRANCH} alone blocks all others.`,
      {
        fix: `rename it to ${DEFAULT_BRANCH} under "Default branch"`,
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
        "The stack does not know its numbers: its role refuses it if it was made, renamed or moved since 15 July 2026.",
        { fix: `below githubIds in slipway:ciAccess, write ${system}: ${inYaml(found)}` },
      ),
    ];
  }
  if (found === undefined) return [];
  return found.owner === ids.owner && found.repository === ids.repository
    ? [finding("fine", "It has the numbers that its role trusts.")]
    : [
        finding("wrong", "It has other numbers than its role trusts, so AWS refuses it.", {
          fix: `below githubIds in slipway:ciAccess, write ${system}: ${inYaml(found)}`,
        }),
      ];
}

function inYaml(ids: GithubIds | undefined): string {
  return ids === undefined
    ? "{ owner: …, repository: … }; with a token, this command tells them"
    : `{ owner: ${ids.owner}, repository: ${ids.repository} }`;
}

function actionsFinding(subject: RepositorySubject, answer: RepositoryFacts["actions"]): Finding {
  const finding = findingOf(subject);
  const link = actionsSettings(subject.repository);
  if (answer.kind !== "known") {
    return unseen(subject, "Whether Actions are on", answer, {
      fix: 'under "Actions permissions", allow at least the actions that its workflows use',
      link,
    });
  }
  const { enabled, allowed } = answer.value;
  if (!enabled) {
    const fix =
      'under "Actions permissions", choose "Allow OWNER, and select non-OWNER, actions and reusable workflows"';
    return finding("wrong", "Actions are off, so no workflow runs.", { fix, link });
  }
  if (allowed === "local_only") {
    return finding("wrong", "Only actions of its own owner may run, and its workflows use others.", {
      fix: 'under "Actions permissions", select the actions that its workflows use',
      link,
    });
  }
  if (allowed === "selected") {
    return finding(
      "unknown",
      "Only selected actions may run; whether its workflows' are among them was not looked at.",
      {
        fix: "look, or let slipway:repositorySettings select just those that its workflows use",
        link,
      },
    );
  }
  return finding("fine", "Actions are on.");
}

function permissionsFinding(subject: RepositorySubject, answer: RepositoryFacts["permissions"]): Finding {
  const fix = {
    fix: 'under "Workflow permissions", choose "Read repository contents and packages permissions"; each job that pushes asks for more itself',
    link: actionsSettings(subject.repository),
  };
  if (answer.kind !== "known") return unseen(subject, "What jobs may by default", answer, fix);
  return answer.value.byDefault === "read"
    ? findingOf(subject)("fine", "Jobs may only read by default.")
    : findingOf(subject)("wrong", "Jobs may write by default, also those that have no need to.", fix);
}

function variableFinding(
  subject: RepositorySubject,
  name: string,
  expected: string | undefined,
  answer: Answer<string>,
): Finding {
  const finding = findingOf(subject);
  const fix = {
    fix: `set the Actions variable ${name} to ${expected ?? "what the stack's outputs say"}`,
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
        : finding("wrong", `The Actions variable ${name} has another value than the stack.`, fix);
    default:
      return answer satisfies never;
  }
}

/** GitHub hides settings from whoever may not change them, in one of two ways. */
function unseen(
  subject: RepositorySubject,
  what: string,
  answer: Exclude<Answer<unknown>, { kind: "known" }>,
  fix: Pick<Finding, "fix" | "link">,
): Finding {
  if (subject.isManaged) return findingOf(subject)("fine", `${what} is set by this stack.`);
  const because = answer.kind === "absent" ? "this token may not see it" : answer.because;
  return findingOf(subject)("unknown", `${what} was not looked at: ${because}.`, fix);
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
