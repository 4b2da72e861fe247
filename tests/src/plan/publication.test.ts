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
  it("names everything in full on GHCR, the owner in lower case", () => {
    assert.deepEqual(published({}), {
      outcome: "published",
      references: ["ghcr.io/acme/shop:main", "ghcr.io/acme/shop:latest", "ghcr.io/acme/shop:sha-0123456"],
    });
    assert.deepEqual(published({ of: { ...onGhcr(image()), owner: "Other" } }), {
      outcome: "published",
      references: ["ghcr.io/other/shop:latest"],
    });
  });

  it("names the account's registry for ECR", () => {
    assert.deepEqual(published({ of: system() }), {
      outcome: "published",
      references: [`${ecrHost}/shop:latest`],
    });
  });

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

  it("publishes nothing for a pull request, whatever the policy", () => {
    assert.deepEqual(published({ event: pullRequest(7) }), {
      outcome: "nothing",
      reason: "N6: a pull request publishes nothing",
    });
  });

  it("publishes nothing for a git tag that is no release, or a branch that is left out", () => {
    assert.deepEqual(published({ event: push("refs/tags/1.2.3") }), {
      outcome: "nothing",
      reason: "no workflow runs for refs/tags/1.2.3",
    });
    assert.deepEqual(published({ event: push("refs/heads/feature/x"), starts: { branches: ["main"] } }), {
      outcome: "nothing",
      reason: "no workflow runs for refs/heads/feature/x",
    });
  });

  it("lets a dispatch start from any ref", () => {
    const event = push("refs/tags/nightly", { name: "workflow_dispatch" });
    assert.deepEqual(published({ event, of: onGhcr(image({ tags: [{ kind: "git-tag" }] })) }), {
      outcome: "published",
      references: ["ghcr.io/acme/shop:nightly"],
    });
  });

  it("publishes nothing where no rule applies, and says so", () => {
    assert.deepEqual(published({ event: push("refs/heads/feature/x"), of: onGhcr(image()) }), {
      outcome: "nothing",
      reason: "no tag rule of shop/app applies to refs/heads/feature/x",
    });
  });

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
