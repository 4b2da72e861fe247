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
  return publishedReferences({
    system: subject,
    image: found,
    event: push("refs/heads/main"),
    ecrHost,
    ...inputs,
  });
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

  const branches = image();
  const gitTags = image({ tags: [{ kind: "git-tag" }] });
  const nightly = push("refs/tags/nightly", { name: "workflow_dispatch" });
  for (const [title, inputs, outcome] of [
    [
      "names everything in full on GHCR, the owner in lower case",
      {},
      ["ghcr.io/acme/shop:main", "ghcr.io/acme/shop:latest", "ghcr.io/acme/shop:sha-0123456"],
    ],
    [
      "names another owner where the system has one",
      { of: { ...onGhcr(branches), owner: "Other" } },
      ["ghcr.io/other/shop:latest"],
    ],
    ["names the account's registry for ECR", { of: system() }, [`${ecrHost}/shop:latest`]],
    [
      "publishes nothing for a pull request, whatever the policy",
      { event: pullRequest(7) },
      "N6: a pull request publishes nothing",
    ],
    [
      "publishes nothing for an event that starts no workflow",
      { starts: { events: ["schedule"] } },
      "no workflow runs on push",
    ],
    [
      "publishes nothing for a git tag that is no release",
      { event: push("refs/tags/1.2.3") },
      "no workflow runs for refs/tags/1.2.3",
    ],
    [
      "publishes nothing for a branch that is left out",
      { event: push("refs/heads/x"), starts: { branches: ["main"] } },
      "no workflow runs for refs/heads/x",
    ],
    [
      "lets a dispatch start from any ref",
      { event: nightly, of: onGhcr(gitTags) },
      ["ghcr.io/acme/shop:nightly"],
    ],
    [
      "publishes nothing where no rule applies",
      { event: push("refs/heads/x"), of: onGhcr(branches) },
      "no tag rule of shop/app applies to refs/heads/x",
    ],
  ] satisfies [string, Parameters<typeof published>[0], string | string[]][]) {
    it(title, () => {
      const expected =
        typeof outcome === "string"
          ? { outcome: "nothing", reason: outcome }
          : { outcome: "published", references: outcome };
      assert.deepEqual(published(inputs), expected);
    });
  }

  it("names a tag that the registry would refuse", () => {
    assert.deepEqual(published({ event: push("refs/heads/@next") }), {
      outcome: "refused",
      problems: [
        {
          where: "shop/app, refs/heads/@next",
          expected: "a tag of up to 128 characters that starts with a letter, a digit or _",
          found: '"-next"',
          fix: "rename the branch or git tag; the registry refuses the push",
        },
      ],
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
