import assert from "node:assert/strict";
import fc from "fast-check";
import { type AwsPlace, roleDocuments } from "../../../../src/plan/access/role-documents.js";
import type { GithubRepository, JobOrigin } from "../../../../src/plan/access/github-subject.js";
import { mayPush, type Claims } from "../../../../src/plan/access/may-push.js";
import type { RolePlan } from "../../../../src/plan/resolved-system.js";
import { matchesPattern } from "../../../../src/catalogue/names.js";

const place: AwsPlace = { account: "123456789012", region: "eu-west-1" };

function role(repository: GithubRepository, origins: readonly JobOrigin[]): RolePlan {
  return {
    name: "slipway-app-push",
    description: "",
    right: "push",
    repositories: ["app"],
    trusted: { kind: "github", repository, origins },
    region: place.region,
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
  };
}

const named: GithubRepository = { owner: "Acme", name: "app" };
const numbered: GithubRepository = { ...named, ids: { owner: 11, repository: 22 } };
const mainAndReleases: JobOrigin[] = [
  { kind: "branch", name: "main" },
  { kind: "tag", filter: "v*" },
];

const byName = role(named, mainAndReleases);
const byId = role(numbered, mainAndReleases);
const byEnvironment = role(named, [{ kind: "environment", name: "prod:eu" }]);

/** A token of a push to main, as GitHub gave it before July 2026. `undefined` takes a claim out. */
function token(changes: Readonly<Record<string, string | undefined>> = {}): Claims {
  const claims: Record<string, string | undefined> = {
    iss: "https://token.actions.githubusercontent.com",
    aud: "sts.amazonaws.com",
    sub: "repo:Acme/app:ref:refs/heads/main",
    repository: "Acme/app",
    repository_id: "22",
    repository_owner_id: "11",
    ref: "refs/heads/main",
    event_name: "push",
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

const sub = (subject: string, repositoryId = "22") => token({ sub: subject, repository_id: repositoryId });

/** May push by: the repository's name alone; its name and ids; an environment. */
const table: readonly [what: string, claims: Claims, name: boolean, ids: boolean, environment: boolean][] = [
  ["main", token(), true, true, false],
  ["main, started by hand", token({ event_name: "workflow_dispatch" }), true, true, false],
  ["main, in the immutable form", sub("repo:Acme@11/app@22:ref:refs/heads/main"), false, true, false],
  ["a release", sub("repo:Acme/app:ref:refs/tags/v1.2.3"), true, true, false],
  ["a release, in the immutable form", sub("repo:Acme@11/app@22:ref:refs/tags/v1.2.3"), false, true, false],
  ["a tag that is no release", sub("repo:Acme/app:ref:refs/tags/nightly"), false, false, false],
  ["a tag called as the branch", sub("repo:Acme/app:ref:refs/tags/main"), false, false, false],
  ["a branch called as a release", sub("repo:Acme/app:ref:refs/heads/v1.2.3"), false, false, false],
  ["another branch", sub("repo:Acme/app:ref:refs/heads/feature"), false, false, false],
  ["a branch that begins alike", sub("repo:Acme/app:ref:refs/heads/main-2"), false, false, false],
  ["a branch that ends alike", sub("repo:Acme/app:ref:refs/heads/x/main"), false, false, false],
  ["the branch under its next name", sub("repo:Acme/app:ref:refs/heads/trunk"), false, false, false],
  ["a pull request", sub("repo:Acme/app:pull_request"), false, false, false],
  ["a pull request, immutable form", sub("repo:Acme@11/app@22:pull_request"), false, false, false],
  ["a fork's main", sub("repo:stranger/app:ref:refs/heads/main", "33"), false, false, false],
  ["a look-alike organisation", sub("repo:Acme-evil/app:ref:refs/heads/main", "33"), false, false, false],
  ["a look-alike repository", sub("repo:Acme/app-evil:ref:refs/heads/main", "33"), false, false, false],
  ["a look-alike below the owner", sub("repo:Acme/x/app:ref:refs/heads/main", "33"), false, false, false],
  ["the owner in another case", sub("repo:acme/app:ref:refs/heads/main"), false, false, false],
  ["the repository in another case", sub("repo:Acme/App:ref:refs/heads/main"), false, false, false],
  ["the branch in another case", sub("repo:Acme/app:ref:refs/heads/Main"), false, false, false],
  // Whoever gets the name later has it, until the ids are known.
  ["another repository under the name", sub("repo:Acme/app:ref:refs/heads/main", "99"), true, false, false],
  ["another id in the subject", sub("repo:Acme@11/app@99:ref:refs/heads/main", "99"), false, false, false],
  ["another owner's id", sub("repo:Acme@12/app@22:ref:refs/heads/main"), false, false, false],
  ["the repository's next name", sub("repo:Acme@11/next@22:ref:refs/heads/main"), false, false, false],
  ["no id", token({ repository_id: undefined }), true, false, false],
  ["no subject", token({ sub: undefined }), false, false, false],
  ["an empty subject", token({ sub: "" }), false, false, false],
  ["no audience", token({ aud: undefined }), false, false, false],
  ["another audience", token({ aud: "https://github.com/Acme" }), false, false, false],
  ["another issuer", token({ iss: "https://token.actions.example.com" }), false, false, false],
  ["the environment", sub("repo:Acme/app:environment:prod%3Aeu"), false, false, true],
  ["the environment, its colon as it is", sub("repo:Acme/app:environment:prod:eu"), false, false, false],
  ["another environment", sub("repo:Acme/app:environment:prod"), false, false, false],
  ["an environment called as the branch", sub("repo:Acme/app:environment:main"), false, false, false],
];

describe("who may push to ECR (user pain 3)", () => {
  for (const [what, claims, ...expected] of table) {
    it(`${what}: ${expected.map((yes) => (yes ? "yes" : "no")).join(", ")} (by name, ids, environment)`, () => {
      assert.deepEqual(
        [byName, byId, byEnvironment].map((subject) => ask(subject, claims).allowed),
        expected,
      );
    });
  }

  it("says why not", () => {
    for (const [subject, claims, because] of [
      [byName, token({ iss: "x" }), "the token is not GitHub's"],
      [byName, token({ aud: "x" }), "the token's audience is not AWS"],
      [byName, sub("repo:Acme/app:pull_request"), "the role does not trust repo:Acme/app:pull_request"],
      [byName, token({ sub: undefined }), "the role does not trust a token without a subject"],
      [
        { ...byName, right: "pull" },
        token(),
        "the role lacks ecr:CompleteLayerUpload, ecr:InitiateLayerUpload, ecr:PutImage, ecr:UploadLayerPart",
      ],
    ] satisfies [RolePlan, Claims, string][]) {
      assert.deepEqual(ask(subject, claims), { allowed: false, because });
    }
  });

  it("does not reach other repositories, regions or accounts", () => {
    const documents = roleDocuments(byName, place.account);
    assert.equal(mayPush(documents, token(), place, "app").allowed, true);
    for (const [where, repository] of [
      [place, "app-base"],
      [place, "ap"],
      [place, "app/x"],
      [{ ...place, region: "eu-west-2" }, "app"],
      [{ ...place, account: "210987654321" }, "app"],
    ] as const)
      assert.equal(mayPush(documents, token(), where, repository).allowed, false);
  });
});

describe("no configuration widens who may push", () => {
  // What IAM or a subject could take for more than it is, and what else a name may hold.
  const hostile = fc.string({ unit: fc.constantFrom(...Array.from("*?${}:/@%aA-v1.")), maxLength: 12 });
  const ids = fc.record({ owner: fc.nat(), repository: fc.nat() });
  const repository: fc.Arbitrary<GithubRepository> = fc.oneof(
    fc.record({ owner: hostile, name: hostile }),
    fc.record({ owner: hostile, name: hostile, ids }),
  );
  const exactOrigin: fc.Arbitrary<JobOrigin> = fc.oneof(
    hostile.map((name) => ({ kind: "branch" as const, name })),
    hostile.map((name) => ({ kind: "environment" as const, name })),
  );

  it("to a subject that is not the configured one, character for character", () => {
    fc.assert(
      fc.property(repository, exactOrigin, fc.array(hostile), (configured, origin, others) => {
        const subjects = plainSubjects(configured, origin);
        const documents = roleDocuments(role(configured, [origin]), place.account);
        const id = String(configured.ids?.repository ?? 0);
        for (const subject of subjects) {
          assert.equal(mayPush(documents, sub(subject, id), place, "app").allowed, true);
          for (const other of others) {
            for (const altered of [subject + other, other + subject, subject.replaceAll("a", other)]) {
              assert.equal(
                mayPush(documents, sub(altered, id), place, "app").allowed,
                subjects.includes(altered),
              );
            }
          }
        }
      }),
    );
  });

  it("from tags to anything but tags that fit their pattern", () => {
    const filter = fc.array(fc.constantFrom("v", "1", ".", "*", "**", "[0-9]", "$", "{", "}"), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(filter, hostile, hostile, (pieces, name, owner) => {
        const documents = roleDocuments(
          role(named, [{ kind: "tag", filter: pieces.join("") }]),
          place.account,
        );
        for (const subject of [
          `repo:Acme/app:ref:refs/heads/${name}`,
          `repo:Acme/app:environment:${name}`,
          "repo:Acme/app:pull_request",
          `repo:Acme${owner}x/app:ref:refs/tags/${name}`,
          `repo:${owner}x/app:ref:refs/tags/${name}`,
        ]) {
          assert.equal(mayPush(documents, sub(subject), place, "app").allowed, false, subject);
        }
        const allowed = mayPush(documents, sub(`repo:Acme/app:ref:refs/tags/${name}`), place, "app").allowed;
        const pattern = pieces.join("").replaceAll(/\[0-9\]|\*+/g, "*");
        if (allowed) assert.ok(matchesPattern(name, pattern), `${name} by ${pattern}`);
      }),
    );
  });
});

function ask(subject: RolePlan, claims: Claims) {
  return mayPush(roleDocuments(subject, place.account), claims, place, "app");
}

/** GitHub's subjects, with nothing escaped: what a token really says. */
function plainSubjects({ owner, name, ids }: GithubRepository, origin: JobOrigin): string[] {
  if (origin.kind === "tag") return [];
  const end =
    origin.kind === "branch"
      ? `ref:refs/heads/${origin.name}`
      : `environment:${origin.name.replaceAll(":", "%3A")}`;
  return [`${owner}/${name}`, ...(ids ? [`${owner}@${ids.owner}/${name}@${ids.repository}`] : [])].map(
    (repository) => `repo:${repository}:${end}`,
  );
}
