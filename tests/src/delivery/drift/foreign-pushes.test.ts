import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { foreignPushes } from "../../../../src/delivery/drift/foreign-pushes.js";
import { temporaryFolder } from "../temporary-folder.js";
import { image, resolved, system } from "../../plan/fixtures.js";

const shop = system({ registry: "ghcr", images: [image(), image({ id: "b", repository: "shop-b" })] });
const ecr = system({ images: [image({ repository: "team/shop" })] });

/** What is reported of these workflow files, which are not as delivered. */
function problems(files: Readonly<Record<string, string>>, of = shop) {
  const checkout = temporaryFolder();
  mkdirSync(path.join(checkout, ".github/workflows"), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(checkout, ".github/workflows", name), text);
  }
  return foreignPushes(checkout, resolved(of), new Set([".github/workflows/delivered.yml"]));
}
const pushing = (name: string) =>
  `jobs: { ship: { steps: [{ name: Ship it, uses: docker/build-push-action@v6, with: { push: true, tags: "${name}" } }] } }`;

describe("foreignPushes", () => {
  for (const [name, isOurs, of] of [
    ["ghcr.io/acme/shop:latest", true],
    ["ghcr.io/${{ github.repository_owner }}/shop-b:${{ github.sha }}", true],
    ["ghcr.io/${{ github.repository }}:v1", true],
    ["ghcr.io/acme/shop@sha256:1", true],
    ["ghcr.io/acme/legacy:latest", false],
    ["ghcr.io/evil/shop", false],
    ["acme/shop:1", false],
    ["docker.io/acme/shop", false],
    ["ghcr.io/acme/deep/shop", false],
    ["ghcr.io/acme/${{ inputs.name }}", false],
    ["${{ steps.ecr.outputs.registry }}/team/shop:1", true, ecr],
    ["ghcr.io/team/shop:1", false, ecr],
  ] as const) {
    it(`${isOurs ? "passes" : "reports"} ${name}`, () => {
      const found = problems({ "ship.yaml": pushing(name) }, of).map((problem) => problem.found);
      assert.deepEqual(found, isOurs ? [] : [name]);
    });
  }

  it("tells where, and how to fix it, but not of a file that is as delivered", () => {
    const old = pushing("ghcr.io/acme/old");
    const [push, ...others] = problems({
      "a.yml": old,
      "b.yml": "jobs: [",
      "c.yml": "jobs: 1",
      "delivered.yml": old,
    });
    assert.deepEqual(push, {
      where: "shop, .github/workflows/a.yml, job ship, step Ship it",
      expected: "a push of shop, shop-b",
      found: "ghcr.io/acme/old",
      fix: "add the image to the catalogue, or remove the push; write the image's name literally",
    });
    assert.deepEqual(
      others.map(({ where, expected }) => [where, expected]),
      ["b", "c"].map((name) => [`shop, .github/workflows/${name}.yml`, "a workflow file"]),
    );
  });
});
