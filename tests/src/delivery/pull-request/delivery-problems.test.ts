import assert from "node:assert/strict";
import type { Change } from "../../../../src/delivery/pull-request/changes.js";
import {
  deliveryProblems,
  lossProblem,
  ownershipProblem,
} from "../../../../src/delivery/pull-request/delivery-problems.js";
import { BRANCH, type Remote } from "../../../../src/delivery/pull-request/remote.js";
import { branch, delivered, deliveryOf, others, own, pullRequest, remote } from "./remotes.js";

const wheres = (found: Remote, changes: readonly Change[] = []) =>
  deliveryProblems(found, changes, "shop").map(({ where }) => where);

describe("deliveryProblems", () => {
  it("names people's files, all at once, and says how to give them away", () => {
    const [first, second] = delivered({ Dockerfile: "", Makefile: "" }).map(
      (file) => ({ file, kind: "foreign" }) as const,
    );
    assert.ok(first && second);
    assert.deepEqual(
      deliveryProblems(remote(), [first, { ...first, kind: "edited" }, second], "shop"),
      ["Dockerfile", "Makefile"].map((path) => ({
        where: `acme/shop, ${path} on main`,
        expected: "a file that Slipway delivered, or none",
        found: "a person's file",
        fix: `compare it with systems/shop, ${path}; to let Slipway replace it, add shop/${path} to slipway:replaceFiles`,
      })),
    );
  });

  it("names what is no file", () => {
    const found = remote();
    const tree = new Map([["Dockerfile", { mode: "120000", sha: "1" }]]);
    const changes = delivered({ Dockerfile: "" }).map((file) => ({ file, kind: "foreign" }) as const);
    assert.deepEqual(deliveryProblems({ ...found, base: { ...found.base, tree } }, changes, "shop"), [
      {
        where: "acme/shop, Dockerfile on main",
        expected: "nothing that prevents the file Dockerfile",
        found: "a symlink",
        fix: "remove it there, or remove Dockerfile from systems/shop",
      },
    ]);
  });

  it("names an archived repository, and Slipway's own branch as the default branch", () => {
    const found = remote({}, { isArchived: true });
    assert.deepEqual(wheres(found), ["acme/shop"]);
    assert.deepEqual(wheres({ ...found, isArchived: false, base: { ...found.base, name: BRANCH } }), [
      "acme/shop, default branch",
    ]);
    assert.deepEqual(wheres(remote()), []);
  });
});

describe("ownershipProblem", () => {
  it("names the new name of a repository, whose letters may be of any case", () => {
    assert.equal(ownershipProblem(remote({}, { repository: "Acme/Shop" }), deliveryOf({})), undefined);
    assert.deepEqual(ownershipProblem(remote({}, { repository: "acme/store" }), deliveryOf({})), {
      where: "acme/shop",
      expected: "the repository's current name",
      found: "an old name: it was renamed or moved to acme/store",
      fix: "correct repository in systems/shop, or slipway:owner",
    });
  });

  it("names the other stack that delivers to the repository", () => {
    const of = (stack: string) => {
      const pullRequests = [pullRequest({}, { body: `Delivered by the Pulumi stack \`${stack}\`.` })];
      return ownershipProblem(remote({}, { pullRequests }), deliveryOf({}));
    };
    assert.equal(of("slipway/test"), undefined);
    assert.deepEqual(of("slipway/prod"), {
      where: "acme/shop, https://github.test/acme/shop/pull/1",
      expected: "a pull request of slipway/test, because one stack delivers to a repository",
      found: "one of slipway/prod",
      fix: "set slipway:delivery to off in one of the two; slipway/prod releases the repository with the next `pulumi up` there, or when its name is removed from the pull request's text",
    });
  });
});

describe("lossProblem", () => {
  it("names others' commits with their authors", () => {
    const of = (open: Parameters<typeof lossProblem>[3]) =>
      lossProblem(remote(), branch({}, {}, { commits: [own, others] }), ["theirs"], open);
    assert.deepEqual(of(pullRequest({})), {
      where: `acme/shop, branch ${BRANCH}`,
      expected: "only Slipway's commits, because it would overwrite theirs",
      found: '9999999 "Fix it" by A Person',
      fix: "merge or close #1, or move the commits, and add lasting changes to the catalogue; then delete the branch and run `pulumi up`",
    });
    assert.match(of(undefined).fix, /^move the commits to another branch, and /);
  });
});
