import assert from "node:assert/strict";
import fc from "fast-check";
import { isTag } from "../../../src/catalogue/names.js";
import { type PublicationInputs, publishedReferences } from "../../../src/catalogue/publication.js";
import { tagsFor } from "../../../src/catalogue/tag-policy.js";
import { blog } from "../../fixture-catalogue/systems/blog/index.js";
import { image, system } from "../plan/fixtures.js";
import { A, gitEvent, pullRequest, push } from "./git-events.js";

const ecrHost = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

function published(inputs: Partial<PublicationInputs>) {
  return publishedReferences({
    system: system({ registry: "ghcr" }),
    image: image({ tags: A }),
    event: push("refs/heads/main"),
    owner: "Acme",
    ecrHost,
    ...inputs,
  });
}

describe("publishedReferences", () => {
  it("names everything in full on GHCR, the owner in lower case", () => {
    assert.deepEqual(published({}), {
      outcome: "published",
      references: ["ghcr.io/acme/shop:main", "ghcr.io/acme/shop:latest", "ghcr.io/acme/shop:sha-0123456"],
    });
    assert.deepEqual(published({ system: system({ registry: "ghcr", owner: "Other" }), image: image() }), {
      outcome: "published",
      references: ["ghcr.io/other/shop:latest"],
    });
  });

  it("names the account's registry for ECR", () => {
    assert.deepEqual(published({ system: system(), image: image() }), {
      outcome: "published",
      references: [`${ecrHost}/shop:latest`],
    });
  });

  it("publishes releases by version and commit (D41), and latest from main alone (D37)", () => {
    const references = (event: PublicationInputs["event"]) =>
      blog.images.map((one) => {
        const publication = published({ system: blog, image: one, event });
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
    assert.deepEqual(published({ event, image: image({ tags: [{ kind: "git-tag" }] }) }), {
      outcome: "published",
      references: ["ghcr.io/acme/shop:nightly"],
    });
  });

  it("publishes nothing where no rule applies, and says so", () => {
    assert.deepEqual(published({ event: push("refs/heads/feature/x"), image: image() }), {
      outcome: "nothing",
      reason: "no tag rule of shop/app applies to refs/heads/feature/x",
    });
  });

  it("names a tag that the registry would refuse", () => {
    assert.deepEqual(published({ event: push("refs/heads/@next"), image: image({ tags: A }) }), {
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
