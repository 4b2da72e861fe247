import assert from "node:assert/strict";
import fc from "fast-check";
import { isTag } from "../../../src/catalogue/names.js";
import type { System } from "../../../src/catalogue/system.js";
import { type PublicationInputs, publishedReferences } from "../../../src/plan/publication.js";
import { tagsFor } from "../../../src/catalogue/tag-policy.js";
import { blog } from "../../fixture-catalogue/systems/blog/index.js";
import { A, gitEvent, pullRequest, push } from "../catalogue/git-events.js";
import { image, resolved, system } from "./fixtures.js";

const ecrHost = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

/** What an event publishes of an image of `of`, by default its first. */
function published({
  of = onGhcr(image({ tags: A })),
  id = of.images[0]?.id,
  ...inputs
}: Partial<Pick<PublicationInputs, "event" | "starts"> & { of: System; id: string }>) {
  const subject = resolved(of);
  const found = subject.images.find(({ spec }) => spec.id === id);
  assert.ok(found);
  const usual = { system: subject, event: push("refs/heads/main"), ecrHost };
  return publishedReferences({ ...usual, image: found, ...inputs });
}

function onGhcr(...images: System["images"]): System {
  return system({ registry: "ghcr", images });
}

describe("publishedReferences", () => {
  it("publishes releases by version and commit (D41), and latest from main alone (D37)", () => {
    const references = (event: PublicationInputs["event"]) =>
      blog.images.map((one) => {
        const publication = published({ of: blog, id: one.id, event });
        return publication.outcome === "published" ? publication.references : publication.outcome;
      });
    assert.deepEqual(references(push("refs/heads/main")), [
      [`${ecrHost}/blog-base:latest`],
      [`${ecrHost}/blog:latest`, `${ecrHost}/blog:sha-0123456`],
    ]);
    assert.deepEqual(references(push("refs/tags/v1.2.3")), [
      "nothing",
      [`${ecrHost}/blog:1.2.3`, `${ecrHost}/blog:sha-0123456`],
    ]);
  });

  const fixed = onGhcr(image());
  const released = onGhcr(image({ tags: [{ kind: "git-tag" }] }));
  const byHand = push("refs/tags/nightly", { name: "workflow_dispatch" });
  const next = push("refs/heads/x");
  const full = ["ghcr.io/acme/shop:main", "ghcr.io/acme/shop:latest", "ghcr.io/acme/shop:sha-0123456"];
  for (const [what, inputs, outcome] of [
    ["GHCR, the owner in lower case", {}, full],
    ["another owner's system", { of: { ...fixed, owner: "Other" } }, ["ghcr.io/other/shop:latest"]],
    ["the account's registry", { of: system() }, [`${ecrHost}/shop:latest`]],
    ["a dispatch from any ref", { event: byHand, of: released }, ["ghcr.io/acme/shop:nightly"]],
    ["any policy", { event: pullRequest(7) }, "N6: a pull request publishes nothing"],
    ["an event that starts none", { starts: { events: ["schedule"] } }, "no workflow runs on push"],
    ["no release", { event: push("refs/tags/1.2.3") }, "no workflow runs for refs/tags/1.2.3"],
    [
      "a branch left out",
      { event: next, starts: { branches: ["main"] } },
      "no workflow runs for refs/heads/x",
    ],
    ["no rule", { event: next, of: fixed }, "no tag rule of shop/app applies to refs/heads/x"],
  ] satisfies [string, Parameters<typeof published>[0], string | string[]][]) {
    it(`publishes for ${what}: ${String(outcome)}`, () => {
      const nothing = { outcome: "nothing", reason: outcome };
      const expected = typeof outcome === "string" ? nothing : { outcome: "published", references: outcome };
      assert.deepEqual(published(inputs), expected);
    });
  }

  it("names a tag that the registry would refuse", () => {
    const where = "shop/app, refs/heads/@next";
    const expected = "a tag of up to 128 characters that starts with a letter, a digit or _";
    const fix = "rename the branch or git tag; the registry refuses the push";
    assert.deepEqual(published({ event: push("refs/heads/@next") }), {
      outcome: "refused",
      problems: [{ where, expected, found: '"-next"', fix }],
    });
    assert.equal(published({ event: push(`refs/heads/${"x".repeat(129)}`) }).outcome, "refused");
  });

  it("publishes legal references, all of the policy's tags or none (property)", () => {
    fc.assert(
      fc.property(gitEvent, (event) => {
        const publication = published({ event, starts: { tags: ["**"] } });
        if (publication.outcome !== "published") return;
        const tags = publication.references.map((reference) => reference.replace("ghcr.io/acme/shop:", ""));
        assert.deepEqual(tags, tagsFor(A, event));
        assert.ok(tags.every(isTag));
      }),
    );
  });
});
