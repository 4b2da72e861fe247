import assert from "node:assert/strict";
import fc from "fast-check";
import { roleDocuments } from "../../../../src/plan/access/role-documents.js";
import type { GithubRepository, JobOrigin } from "../../../../src/plan/access/github-subject.js";
import { mayPush, type Claims } from "../../../../src/plan/access/may-push.js";
import type { RolePlan } from "../../../../src/plan/resolved-system.js";
import { matchesPattern } from "../../../../src/catalogue/names.js";
import { place, pushRole as role } from "./configuration.js";

const named: GithubRepository = { owner: "Acme", name: "app" };
const numbered: GithubRepository = { ...named, ids: { owner: 11, repository: 22 } };
const mainAndReleases: JobOrigin[] = [
  { kind: "branch", name: "main" },
  { kind: "tag", filter: "v*" },
];

const byName = role(named, mainAndReleases);
const byId = role(numbered, mainAndReleases);
const byEnvironment = role(named, [{ kind: "environment", name: "prod:eu" }]);

/** A token of a push to main, as GitHub gave it before July 2026, without some of its claims. */
function token(changes: Claims = {}, ...without: readonly string[]): Claims {
  const claims = {
    iss: "https://token.actions.githubusercontent.com",
    aud: "sts.amazonaws.com",
    sub: "repo:Acme/app:ref:refs/heads/main",
    repository_id: "22",
    ...changes,
  };
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !without.includes(name)));
}

const sub = (subject: string, repositoryId = "22") => token({ sub: subject, repository_id: repositoryId });

/** May push by: the repository's name alone; its name and ids; an environment. */
const table: readonly [what: string, claims: Claims, name: boolean, ids: boolean, environment: boolean][] = [
  ["main", token(), true, true, false],
  ["main, in the immutable form", sub("repo:Acme@11/app@22:ref:refs/heads/main"), false, true, false],
  ["a release", sub("repo:Acme/app:ref:refs/tags/v1.2.3"), true, true, false],
  ["a release, in the immutable form", sub("repo:Acme@11/app@22:ref:refs/tags/v1.2.3"), false, true, false],
  ["a tag that is no release", sub("repo:Acme/app:ref:refs/tags/nightly"), false, false, false],
  ["a tag called as the branch", sub("repo:Acme/app:ref:refs/tags/main"), false, false, false],
  ["a branch called as a release", sub("repo:Acme/app:ref:refs/heads/v1.2.3"), false, false, false],
  ["another branch", sub("repo:Acme/app:ref:refs/heads/feature"), false, false, false],
  ["a pull request", sub("repo:Acme/app:pull_request"), false, false, false],
  ["a fork's main", sub("repo:stranger/app:ref:refs/heads/main", "33"), false, false, false],
  ["a look-alike organisation", sub("repo:Acme-evil/app:ref:refs/heads/main", "33"), false, false, false],
  ["the branch in another case", sub("repo:Acme/app:ref:refs/heads/Main"), false, false, false],
  // Whoever gets the name later has it, until the ids are known.
  ["another repository under the name", sub("repo:Acme/app:ref:refs/heads/main", "99"), true, false, false],
  ["another id in the subject", sub("repo:Acme@11/app@99:ref:refs/heads/main", "99"), false, false, false],
  ["no id", token({}, "repository_id"), true, false, false],
  ["no subject", token({}, "sub"), false, false, false],
  ["no audience", token({}, "aud"), false, false, false],
  ["the environment", sub("repo:Acme/app:environment:prod%3Aeu"), false, false, true],
  ["the environment, its colon as it is", sub("repo:Acme/app:environment:prod:eu"), false, false, false],
  ["another environment", sub("repo:Acme/app:environment:prod"), false, false, false],
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
      [byName, token({}, "sub"), "the role does not trust a token without a subject"],
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
  const repository = fc.record({ owner: hostile, name: hostile, ids }, { requiredKeys: ["owner", "name"] });
  const exactOrigin = fc.record({ kind: fc.constantFrom("branch", "environment"), name: hostile });

  it("to a subject that is not the configured one, character for character", () => {
    fc.assert(
      fc.property(repository, exactOrigin, fc.array(hostile), (configured, origin, others) => {
        const subjects = plainSubjects(configured, origin);
        const id = String(configured.ids?.repository ?? 0);
        for (const subject of subjects) {
          for (const other of ["", ...others]) {
            for (const altered of [subject + other, other + subject, subject.replaceAll("a", other)]) {
              const { allowed } = ask(role(configured, [origin]), sub(altered, id));
              assert.equal(allowed, subjects.includes(altered));
            }
          }
        }
      }),
    );
  });

  it("from tags to anything but tags that fit their pattern", () => {
    const piece = fc.constantFrom("v", "1", ".", "*", "**", "[0-9]", "$", "{", "}");
    const filter = fc.array(piece, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(filter, hostile, hostile, (pieces, name, owner) => {
        const tags = role(named, [{ kind: "tag", filter: pieces.join("") }]);
        for (const subject of [
          `repo:Acme/app:ref:refs/heads/${name}`,
          `repo:Acme/app:environment:${name}`,
          "repo:Acme/app:pull_request",
          `repo:Acme${owner}x/app:ref:refs/tags/${name}`,
          `repo:${owner}x/app:ref:refs/tags/${name}`,
        ]) {
          assert.equal(ask(tags, sub(subject)).allowed, false, subject);
        }
        const { allowed } = ask(tags, sub(`repo:Acme/app:ref:refs/tags/${name}`));
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
function plainSubjects(
  { owner, name, ids }: GithubRepository,
  origin: { kind: "branch" | "environment"; name: string },
): string[] {
  const environment = `environment:${origin.name.replaceAll(":", "%3A")}`;
  const end = origin.kind === "branch" ? `ref:refs/heads/${origin.name}` : environment;
  return [`${owner}/${name}`, ...(ids ? [`${owner}@${ids.owner}/${name}@${ids.repository}`] : [])].map(
    (repository) => `repo:${repository}:${end}`,
  );
}
