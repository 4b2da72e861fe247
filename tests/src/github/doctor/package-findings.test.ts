import assert from "node:assert/strict";
import type { Finding } from "../../../../src/github/doctor/finding.js";
import type { PackageFacts } from "../../../../src/github/doctor/ask-github.js";
import { packageFindings, pushFinding } from "../../../../src/github/doctor/package-findings.js";
import type { GhcrPackage } from "../../../../src/plan/resolved-system.js";

const subject: GhcrPackage = {
  system: "api",
  owner: "Acme",
  name: "group/api",
  repository: "Acme/api",
  days: 30,
};
const common = { system: "api", about: "ghcr.io/acme/group/api" };
const page = "https://github.com/orgs/Acme/packages/container/group%2Fapi/settings";
const access = {
  fix: 'under "Manage Actions access", add the repository Acme/api with the role Write',
  link: page,
};

function known(value: PackageFacts): Finding[] {
  return packageFindings(subject, "organization", { kind: "known", value });
}

describe("packageFindings", () => {
  for (const [repository, text] of [
    [
      undefined,
      'It is linked to no repository, so pushes by workflows of Acme/api fail with 403, "permission_denied: write_package".',
    ],
    ["Acme/old", "It is linked to Acme/old, which gives workflows of Acme/api no access."],
  ] as const) {
    it(`names the setting of a package that is linked to ${repository ?? "no repository"} (pain 13)`, () => {
      const [finding] = known({ visibility: "private", repository });
      assert.deepEqual(finding, { ...common, state: "wrong", text, ...access });
    });
  }

  it("is content with the own repository in any case of letters, and tells the visibility", () => {
    assert.deepEqual(known({ visibility: "public", repository: "acme/API" }), [
      {
        ...common,
        state: "fine",
        text: "It is linked to Acme/api, whose workflows may push unless someone turned that off.",
      },
      {
        ...common,
        state: "fine",
        text: "It is public. GitHub has no API to change that.",
        fix: 'to change it: "Change visibility" under "Danger Zone"; a public package stays public',
        link: page,
      },
    ]);
  });

  it("has a person look where nobody was asked, on the page of an organisation or a person", () => {
    const answer = { kind: "unknown", because: "GITHUB_TOKEN is not set" } as const;
    const links = ([undefined, "organization", "user"] as const).map((kind) =>
      packageFindings(subject, kind, answer).map(({ state, fix, link }) => [state, fix, link]),
    );
    assert.deepEqual(links, [
      [["unknown", `${access.fix} (for a user's package, replace orgs by users below)`, page]],
      [["unknown", access.fix, page]],
      [["unknown", access.fix, page.replace("/orgs/", "/users/")]],
    ]);
  });

  it("has a workflow publish first what is not there", () => {
    assert.deepEqual(packageFindings(subject, "user", { kind: "absent" }), [
      {
        ...common,
        state: "unknown",
        text: "The package does not exist yet, or this token may not see it.",
        fix: "let a workflow of Acme/api publish it first: a package that a person pushes first is linked to no repository",
      },
    ]);
  });
});

describe("pushFindings", () => {
  const organization = "https://github.com/organizations/Acme/settings/packages";
  const publish = 'let a workflow of Acme/api publish it first, or allow "Package creation"';
  const scopes = "use a classic token with write:packages or, in a workflow, a job with `packages: write`";

  for (const [message, fix] of [
    ["permission_denied: write_package", access],
    ["installation not allowed to Write organization package", access],
    ["denied", access],
    ["permission_denied: The token provided does not match expected scopes.", { fix: scopes }],
    ["permission_denied: create_package", { fix: publish, link: organization }],
    [
      "permission_denied: installation not allowed to Create organization package",
      { fix: publish, link: organization },
    ],
  ] as const) {
    it(`knows what to do about "${message}"`, () => {
      const answer = { kind: "known", value: { refusal: message } } as const;
      const text = `GHCR refuses this token's push: "${message}".`;
      assert.deepEqual(pushFinding(subject, "organization", answer), {
        ...common,
        state: "wrong",
        text,
        ...fix,
      });
    });
  }

  it("sends no person to the page of an organisation", () => {
    const answer = { kind: "known", value: { refusal: "create_package" } } as const;
    assert.equal(pushFinding(subject, "user", answer).link, undefined);
  });

  it("tells a token that may push, and an answer that says nothing", () => {
    assert.deepEqual(
      [
        pushFinding(subject, "user", { kind: "known", value: { refusal: undefined } }),
        pushFinding(subject, "user", { kind: "unknown", because: "the registry answered 500" }),
        pushFinding(subject, "user", { kind: "absent" }),
      ].map(({ state, text }) => [state, text]),
      [
        ["fine", "This token may push it."],
        ["unknown", "The push could not be tested: the registry answered 500."],
        ["unknown", "The registry has no such package."],
      ],
    );
  });
});
