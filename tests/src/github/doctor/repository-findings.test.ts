import assert from "node:assert/strict";
import type { RepositoryFacts } from "../../../../src/github/doctor/ask-github.js";
import {
  repositoryFindings,
  repositorySubject,
  type RepositorySubject,
} from "../../../../src/github/doctor/repository-findings.js";
import type { Configuration } from "../../../../src/configuration/configuration.js";
import { blog } from "../../../fixture-catalogue/systems/blog/index.js";
import { resolved } from "../../plan/fixtures.js";

const subject: RepositorySubject = {
  system: "api",
  repository: "acme/api",
  defaultBranch: "main",
  ids: { owner: 1, repository: 2 },
  variables: new Map([
    ["AWS_REGION", "eu-west-1"],
    ["AWS_ROLE_ARN", undefined],
  ]),
  isManaged: false,
};
/** A repository that differs from the good one. */
function known(more: Partial<Extract<RepositoryFacts["repository"], { kind: "known" }>["value"]> = {}) {
  const value = {
    name: "Acme/API",
    ids: { owner: 1, repository: 2 },
    archived: false,
    defaultBranch: "main",
  };
  return { kind: "known", value: { ...value, ...more } } as const;
}

const good: RepositoryFacts = {
  repository: known(),
  actions: { kind: "known", value: { enabled: true, allowed_actions: "all" } },
  permissions: { kind: "known", value: { default_workflow_permissions: "read" } },
  variables: new Map([
    ["AWS_REGION", { kind: "known", value: "eu-west-1" }],
    ["AWS_ROLE_ARN", { kind: "known", value: "arn" }],
  ]),
};
const actionsPage = "https://github.com/acme/api/settings/actions";
const variablesPage = "https://github.com/acme/api/settings/variables/actions";

/** What is not fine, of facts that differ from the good ones. */
function amiss(facts: Partial<RepositoryFacts>, about: Partial<RepositorySubject> = {}) {
  return repositoryFindings({ ...subject, ...about }, { ...good, ...facts })
    .filter(({ state }) => state !== "fine")
    .map(({ state, text, fix, link }) => [state, text, fix, link].filter((part) => part !== undefined));
}

describe("repositoryFindings", () => {
  it("is content with what is as it should be", () => {
    assert.deepEqual(
      repositoryFindings(subject, good).map(({ about, state, text }) => [about, state, text]),
      [
        "Its numeric ids are those that its role trusts.",
        "Actions are enabled.",
        "Jobs can only read by default.",
        "The Actions variable AWS_REGION is set.",
        "The Actions variable AWS_ROLE_ARN is set.",
      ].map((text) => ["acme/api", "fine", text]),
    );
  });

  it("says nothing more of a repository that is not there", () => {
    assert.deepEqual(amiss({ repository: { kind: "absent" } }), [
      [
        "wrong",
        "The repository does not exist, or this token may not see it.",
        "correct slipway:owner or the repository in the catalogue, or use a token that can see it",
      ],
    ]);
    assert.equal(repositoryFindings(subject, { ...good, repository: { kind: "absent" } }).length, 1);
  });

  const settings = "https://github.com/acme/api/settings";
  const write = "add to githubIds in slipway:ciAccess: api: { owner: 1, repository: 3 }";
  const unasked = { repository: { kind: "unknown", because: "x" } } as const;
  const otherIds = { repository: known({ ids: { owner: 1, repository: 3 } }) };
  const missing =
    "The stack does not know its numeric ids: its role rejects it if it was created, renamed or moved since 15 July 2026.";
  const actions = (value: { enabled: boolean; allowed_actions?: string }) =>
    ({ actions: { kind: "known", value } }) as const;
  const allow = 'under "Actions permissions", ';
  const cases: readonly (readonly [
    what: string,
    facts: Partial<RepositoryFacts>,
    finding: readonly string[] | undefined,
    about?: Partial<RepositorySubject>,
  ])[] = [
    [
      "another name",
      { repository: known({ name: "acme/store" }) },
      [
        "wrong",
        "It was renamed or moved to acme/store, but roles and packages use the old name.",
        "update its name in the catalogue, or its owner in slipway:owner",
      ],
    ],
    [
      "a default branch on which the stack's required checks never report",
      { repository: known({ defaultBranch: "master" }) },
      [
        "wrong",
        "Its default branch is master: required checks report only on pull requests into main and block all others.",
        'rename it to main under "Default branch"',
        settings,
      ],
      { isManaged: true },
    ],
    [
      "no such branch where the stack requires none",
      { repository: known({ defaultBranch: "master" }) },
      undefined,
    ],
    [
      "an archived one",
      { repository: known({ archived: true }) },
      [
        "wrong",
        "It is archived, so its workflows do not run.",
        '"Unarchive this repository" under "Danger Zone", or remove the system from the catalogue',
        settings,
      ],
    ],
    [
      "ids that the stack has wrong",
      otherIds,
      ["wrong", "Its numeric ids differ from those that its role trusts, so AWS rejects it.", write],
    ],
    ["ids that the stack lacks", otherIds, ["unknown", missing, write], { ids: "missing" }],
    [
      "ids that nobody knows",
      unasked,
      [
        "unknown",
        missing,
        "add to githubIds in slipway:ciAccess: api: { owner: …, repository: … }; with a token, this command prints them",
      ],
      { ids: "missing" },
    ],
    ["no ids where no role needs them", otherIds, undefined, { ids: "not needed" }],
    [
      "Actions that are off",
      actions({ enabled: false }),
      [
        "wrong",
        "Actions are disabled, so no workflow runs.",
        `${allow}choose "Allow OWNER, and select non-OWNER, actions and reusable workflows"`,
        actionsPage,
      ],
    ],
    [
      "Actions that are closed to others'",
      actions({ enabled: true, allowed_actions: "local_only" }),
      [
        "wrong",
        "Only actions of its own owner may run, but its workflows use others.",
        `${allow}select the actions that its workflows use`,
        actionsPage,
      ],
    ],
    [
      "Actions that are half open",
      actions({ enabled: true, allowed_actions: "selected" }),
      [
        "unknown",
        "Only selected actions may run; this does not check whether they include those of its workflows.",
        "compare them, or let slipway:repositorySettings select exactly those that its workflows use",
        actionsPage,
      ],
    ],
    [
      "jobs that may write by default",
      { permissions: { kind: "known", value: { default_workflow_permissions: "write" } } },
      [
        "wrong",
        "Jobs can write by default, including those that need not.",
        'under "Workflow permissions", choose "Read repository contents and packages permissions"; each job that pushes requests more itself',
        actionsPage,
      ],
    ],
    [
      "a variable that differs from the stack",
      { variables: new Map([["AWS_REGION", { kind: "known", value: "us-east-1" }]]) },
      [
        "wrong",
        "The Actions variable AWS_REGION differs from the stack's value.",
        "set the Actions variable AWS_REGION to eu-west-1",
        variablesPage,
      ],
    ],
    [
      "a variable that is missing",
      { variables: new Map([["AWS_ROLE_ARN", { kind: "absent" }]]) },
      [
        "wrong",
        "Its workflows read the Actions variable AWS_ROLE_ARN, which is not set.",
        "set the Actions variable AWS_ROLE_ARN to the value in the stack's outputs",
        variablesPage,
      ],
    ],
  ];
  for (const [what, facts, finding, about] of cases) {
    it(`tells ${what}`, () => {
      assert.deepEqual(amiss(facts, about), finding === undefined ? [] : [finding]);
    });
  }

  it("says what the token may not see, unless the stack sets it anyway", () => {
    const hidden: Partial<RepositoryFacts> = {
      actions: { kind: "absent" },
      permissions: { kind: "unknown", because: "answered with 403" },
      variables: new Map([["AWS_REGION", { kind: "unknown", because: "nobody was asked" }]]),
    };
    assert.deepEqual(
      amiss(hidden).map(([state, text]) => [state, text]),
      [
        "Whether Actions are enabled was not checked: this token may not see it.",
        "The default permission of jobs was not checked: answered with 403.",
        "The Actions variable AWS_REGION was not checked: nobody was asked.",
      ].map((text) => ["unknown", text]),
    );
    assert.deepEqual(amiss(hidden, { isManaged: true }), []);
  });
});

const role = {
  kind: "role",
  oidcProvider: "existing",
  sessionHours: 1,
  githubIds: {},
  pullers: [],
} as const satisfies Configuration["ciAccess"];

describe("repositorySubject", () => {
  it("needs numbers and variables where a role trusts the repository, and else none", () => {
    const common = { system: "blog", repository: "acme/Blog", defaultBranch: "main", isManaged: false };
    const subjectOf = (ciAccess: Configuration["ciAccess"]) =>
      repositorySubject(resolved(blog, { owner: "acme", ciAccess }));
    assert.deepEqual(subjectOf(role), {
      ...common,
      ids: "missing",
      variables: new Map([
        ["AWS_REGION", "eu-west-1"],
        ["AWS_ROLE_ARN", undefined],
      ]),
    });
    const githubIds = { blog: { owner: 1, repository: 2 } };
    assert.deepEqual(subjectOf({ ...role, githubIds }).ids, githubIds.blog);
    const nothing = { ids: "not needed", variables: new Map() };
    assert.deepEqual(subjectOf({ kind: "none" }), { ...common, ...nothing });
  });
});
