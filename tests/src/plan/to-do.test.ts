import assert from "node:assert/strict";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { toDo } from "../../../src/plan/to-do.js";
import { role } from "./access/configuration.js";
import { pushingSystem } from "./access/workflows.js";
import { configuration, image, local, resolved, system } from "./fixtures.js";

const managed: Partial<Configuration> = {
  repositorySettings: { kind: "managed", reviews: 1, otherActions: {}, environments: {} },
};

describe("what is left for a person to do", () => {
  const todo = (subject = system(), changes: Partial<Configuration> = {}) =>
    toDo({ ...configuration, ...changes }, [resolved(subject, changes)]);

  it("is to redeploy, and to build what the stack has no sources or tag for", () => {
    const redeploy = "Redeploy what runs shop after an image changed; pushing does not restart it.";
    assert.deepEqual(todo(), [redeploy]);
    assert.deepEqual(todo(system(), local), []);
    assert.deepEqual(todo(system(), { checkouts: {} }), [
      "This stack builds no images of shop: name the sources in slipway:checkouts, or leave them to CI.",
      redeploy,
    ]);
    const untagged = system({ images: [image({ tags: [{ kind: "branch", branches: "default" }] })] });
    assert.deepEqual(todo(untagged), [
      "This stack does not build shop/app, because its tags name branches, commits and releases: set slipway:release, or leave it to CI.",
      redeploy,
    ]);
  });

  it("is to set variables, unless the stack does, and to name the repository's ids", () => {
    const variables =
      "Set the Actions variables AWS_ROLE_ARN and AWS_REGION of Acme/Shop; the stack's output roles has the first.";
    const ids =
      "Add the ids of Acme/Shop to githubIds in slipway:ciAccess: without them its role rejects a repository created, renamed or moved since 15 July 2026, and trusts whoever takes over the name later. `gh api repos/Acme/Shop --jq '{owner: .owner.id, repository: .id}'` prints them.";
    const numbered = { ...role, githubIds: { shop: { owner: 11, repository: 22 } } };
    const todoOf = (changes: Partial<Configuration>) => todo(pushingSystem(), changes).slice(0, -1);
    assert.deepEqual(todoOf({ ciAccess: role }), [variables, ids]);
    assert.deepEqual(todoOf({ ciAccess: numbered }), [variables]);
    assert.deepEqual(todoOf({ ciAccess: role, ...managed }), [ids]);
    assert.deepEqual(todoOf({}), []);
  });

  it("is to look at the page of each package, for GHCR has no API for access", () => {
    const images = [
      image(),
      image({ id: "b", repository: "team/shop", tags: [{ kind: "fixed", tag: "b" }] }),
      image({ id: "c", tags: [{ kind: "fixed", tag: "c" }] }),
    ];
    const ghcr = system({ owner: "Tools", registry: "ghcr", images });
    const check = (name: string, page: string) =>
      `After the first publish of ghcr.io/tools/${name}, open https://github.com/Tools/Shop/pkgs/container/${page} and under "Package settings" check three things: the repository Tools/Shop is listed under "Manage Actions access" with the role Write; the visibility is right (a new package is private); other repositories and people that pull it are listed.`;
    assert.deepEqual(todo(ghcr, managed), [check("shop", "shop"), check("team/shop", "team%2Fshop")]);
    assert.deepEqual(todo(ghcr), []);
  });
});
