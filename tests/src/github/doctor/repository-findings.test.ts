import assert from "node:assert/strict";
import {
  repositoryFindings,
  type RepositoryFacts,
  type RepositorySubject,
} from "../../../../src/github/doctor/repository-findings.js";

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
  actions: { kind: "known", value: { enabled: true, allowed: "all" } },
  permissions: { kind: "known", value: { byDefault: "read" } },
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
    .map(({ state, text, fix, link }) => [state, text, fix, link]);
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
        undefined,
      ],
    ]);
    assert.equal(repositoryFindings(subject, { ...good, repository: { kind: "absent" } }).length, 1);
  });

  it("tells one that has another name now", () => {
    assert.deepEqual(amiss({ repository: known({ name: "acme/store" }) }), [
      [
        "wrong",
        "It was renamed or moved to acme/store, but roles and packages use the old name.",
        "update its name in the catalogue, or its owner in slipway:owner",
        undefined,
      ],
    ]);
  });

  it("tells a default branch on which the stack's required checks never report", () => {
    const repository = known({ defaultBranch: "master" });
    assert.deepEqual(amiss({ repository }, { isManaged: true }), [
      [
        "wrong",
        "Its default branch is master: required checks report only on pull requests into main and block all others.",
        'rename it to main under "Default branch"',
        "https://github.com/acme/api/settings",
      ],
    ]);
    assert.deepEqual(amiss({ repository }), []);
  });

  it("tells an archived one", () => {
    assert.deepEqual(amiss({ repository: known({ archived: true }) }), [
      [
        "wrong",
        "It is archived, so its workflows do not run.",
        '"Unarchive this repository" under "Danger Zone", or remove the system from the catalogue',
        "https://github.com/acme/api/settings",
      ],
    ]);
  });

  it("tells the numbers that the stack lacks or has wrong, and none where no role needs them", () => {
    const write = "add to githubIds in slipway:ciAccess: api: { owner: 1, repository: 3 }";
    const repository = known({ ids: { owner: 1, repository: 3 } });
    assert.deepEqual(amiss({ repository }), [
      [
        "wrong",
        "Its numeric ids differ from those that its role trusts, so AWS rejects it.",
        write,
        undefined,
      ],
    ]);
    const missing =
      "The stack does not know its numeric ids: its role rejects it if it was created, renamed or moved since 15 July 2026.";
    assert.deepEqual(amiss({ repository }, { ids: "missing" }), [["unknown", missing, write, undefined]]);
    assert.deepEqual(amiss({ repository: { kind: "unknown", because: "x" } }, { ids: "missing" }), [
      [
        "unknown",
        missing,
        "add to githubIds in slipway:ciAccess: api: { owner: …, repository: … }; with a token, this command prints them",
        undefined,
      ],
    ]);
    assert.deepEqual(amiss({ repository }, { ids: "not needed" }), []);
  });

  it("tells Actions that are off, or closed to others' actions, or half open", () => {
    const states = [
      { enabled: false },
      { enabled: true, allowed: "local_only" },
      { enabled: true, allowed: "selected" },
    ].map((value) =>
      amiss({ actions: { kind: "known", value } }).map(([state, text, , link]) => [state, text, link]),
    );
    assert.deepEqual(states, [
      [["wrong", "Actions are disabled, so no workflow runs.", actionsPage]],
      [["wrong", "Only actions of its own owner may run, but its workflows use others.", actionsPage]],
      [
        [
          "unknown",
          "Only selected actions may run; this does not check whether they include those of its workflows.",
          actionsPage,
        ],
      ],
    ]);
  });

  it("names the setting where jobs may write by default", () => {
    assert.deepEqual(amiss({ permissions: { kind: "known", value: { byDefault: "write" } } }), [
      [
        "wrong",
        "Jobs can write by default, including those that need not.",
        'under "Workflow permissions", choose "Read repository contents and packages permissions"; each job that pushes requests more itself',
        actionsPage,
      ],
    ]);
  });

  it("names the variables that are missing or differ from the stack", () => {
    const variables: RepositoryFacts["variables"] = new Map([
      ["AWS_REGION", { kind: "known", value: "us-east-1" }],
      ["AWS_ROLE_ARN", { kind: "absent" }],
    ]);
    assert.deepEqual(amiss({ variables }), [
      [
        "wrong",
        "The Actions variable AWS_REGION differs from the stack's value.",
        "set the Actions variable AWS_REGION to eu-west-1",
        variablesPage,
      ],
      [
        "wrong",
        "Its workflows read the Actions variable AWS_ROLE_ARN, which is not set.",
        "set the Actions variable AWS_ROLE_ARN to the value in the stack's outputs",
        variablesPage,
      ],
    ]);
  });

  it("says what the token may not see, unless the stack sets it anyway", () => {
    const hidden: Partial<RepositoryFacts> = {
      actions: { kind: "absent" },
      permissions: { kind: "unknown", because: "answered with 403" },
      variables: new Map(),
    };
    assert.deepEqual(
      amiss(hidden).map(([state, text]) => [state, text]),
      [
        ["unknown", "Whether Actions are enabled was not checked: this token may not see it."],
        ["unknown", "The default permission of jobs was not checked: answered with 403."],
        ["unknown", "The Actions variable AWS_REGION was not checked: nobody was asked."],
        ["unknown", "The Actions variable AWS_ROLE_ARN was not checked: nobody was asked."],
      ],
    );
    assert.deepEqual(amiss(hidden, { isManaged: true }), []);
  });
});
