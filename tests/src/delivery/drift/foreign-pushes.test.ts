import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { foreignPushes } from "../../../../src/delivery/drift/foreign-pushes.js";
import { temporaryFolder } from "../temporary-folder.js";
import { image, resolved, system } from "../../plan/fixtures.js";

const shop = system({ registry: "ghcr", images: [image(), image({ id: "b", repository: "shop-b" })] });

/** What is reported of a workflow file with this one job. */
function pushes(job: string, of = shop): string[] {
  const checkout = temporaryFolder();
  mkdirSync(path.join(checkout, ".github/workflows"), { recursive: true });
  const text = `env: { REGISTRY: ghcr.io, IMAGE: shop-b }\njobs:\n  ship:\n${job.replace(/^/gm, "    ")}`;
  writeFileSync(path.join(checkout, ".github/workflows/ship.yaml"), text);
  return foreignPushes(checkout, resolved(of), new Set()).map(({ found }) => found);
}

function buildPush(inputs: string): string {
  return `steps:\n  - uses: docker/build-push-action@v6\n    with: { ${inputs} }`;
}

function script(text: string): string {
  return `steps:\n  - run: |\n${text.replace(/^/gm, "      ")}`;
}

describe("foreignPushes", () => {
  it("passes the images of the catalogue, however their names are written", () => {
    for (const tags of [
      "ghcr.io/acme/shop:latest",
      '"${{ env.REGISTRY }}/${{ github.repository_owner }}/${{ env.IMAGE }}:${{ github.sha }}"',
      '"ghcr.io/${{ github.repository }}:v1"',
      '"ghcr.io/acme/shop:1,ghcr.io/acme/shop-b:1"',
    ]) {
      assert.deepEqual(pushes(buildPush(`push: true, tags: ${tags}`)), [], tags);
    }
  });

  it("finds others: another name, owner, registry, or one that cannot be told", () => {
    for (const [tags, found] of [
      ["ghcr.io/acme/legacy:latest", "ghcr.io/acme/legacy:latest"],
      ["ghcr.io/evil/shop", "ghcr.io/evil/shop"],
      ["acme/shop:1", "acme/shop:1"],
      ["docker.io/acme/shop", "docker.io/acme/shop"],
      ["ghcr.io/acme/deep/shop", "ghcr.io/acme/deep/shop"],
      ['"ghcr.io/acme/${{ inputs.name }}"', "ghcr.io/acme/${{ inputs.name }}"],
    ] as const) {
      assert.deepEqual(pushes(buildPush(`push: true, tags: ${tags}`)), [found]);
    }
  });

  it("sees a push by output, by expression and without a tag; and none where nothing is pushed", () => {
    const tags = "tags: ghcr.io/acme/x";
    assert.deepEqual(pushes(buildPush(`push: "\${{ inputs.push }}", ${tags}`)), ["ghcr.io/acme/x"]);
    assert.deepEqual(pushes(buildPush('outputs: "type=image,name=ghcr.io/acme/y,push=true"')), [
      "ghcr.io/acme/y",
    ]);
    assert.deepEqual(pushes(buildPush("push: true")), ["an image without a tag"]);
    assert.deepEqual(pushes(buildPush(tags)), []);
    assert.deepEqual(pushes(buildPush(`push: false, ${tags}`)), []);
    assert.deepEqual(pushes("steps:\n  - uses: docker/bake-action@v6\n    with: { push: true }"), [
      "every target of the bake file",
    ]);
  });

  it("follows the matrix and the metadata action", () => {
    const job = `strategy:
  matrix:
    include: [{ image: shop }, { image: rogue }]
steps:
  - id: meta
    uses: docker/metadata-action@v5
    with: { images: "ghcr.io/acme/\${{ matrix.image }}" }
  - uses: docker/build-push-action@v6
    with: { push: true, tags: "\${{ steps.meta.outputs.tags }}" }`;
    assert.deepEqual(pushes(job), ["ghcr.io/acme/rogue"]);
    const product = job.replace("include: [{ image: shop }, { image: rogue }]", "image: [shop, other]");
    assert.deepEqual(pushes(product), ["ghcr.io/acme/other"]);
  });

  it("reads scripts", () => {
    assert.deepEqual(pushes(script('docker push "ghcr.io/acme/a:1" && echo done')), ["ghcr.io/acme/a:1"]);
    assert.deepEqual(pushes(script("docker image push --quiet ghcr.io/acme/$IMAGE")), []);
    assert.deepEqual(pushes(script("docker push $NAME")), ["$NAME"]);
    assert.deepEqual(pushes(script("docker buildx build . \\\n  -t ghcr.io/acme/b \\\n  --push")), [
      "ghcr.io/acme/b",
    ]);
    assert.deepEqual(pushes(script("docker buildx bake --push")), ["an image without a tag"]);
    assert.deepEqual(pushes(script("docker build -t ghcr.io/acme/b .")), []);
    assert.deepEqual(pushes(script("# docker push ghcr.io/acme/b\ngit push origin")), []);
  });

  it("knows ECR's names, whose host is the account's", () => {
    const ecr = system({ images: [image({ repository: "team/shop" })] });
    assert.deepEqual(
      pushes(buildPush('push: true, tags: "${{ steps.ecr.outputs.registry }}/team/shop:1"'), ecr),
      [],
    );
    assert.deepEqual(pushes(buildPush("push: true, tags: ghcr.io/team/shop:1"), ecr), [
      "ghcr.io/team/shop:1",
    ]);
  });

  it("tells where, and how to fix it", () => {
    const checkout = temporaryFolder();
    mkdirSync(path.join(checkout, ".github/workflows"), { recursive: true });
    writeFileSync(
      path.join(checkout, ".github/workflows/a.yml"),
      "jobs: { ship: { steps: [{ name: Ship it, run: docker push ghcr.io/acme/old }] } }",
    );
    writeFileSync(path.join(checkout, ".github/workflows/b.yml"), "jobs: [");
    writeFileSync(path.join(checkout, ".github/workflows/c.yml"), "jobs: 1");
    const problems = foreignPushes(checkout, resolved(shop), new Set());
    assert.deepEqual(problems[0], {
      where: "shop, .github/workflows/a.yml, job ship, step Ship it",
      expected: "a push of shop, shop-b",
      found: "ghcr.io/acme/old",
      fix: "add the image to the catalogue, or remove the push; write the image's name literally",
    });
    assert.deepEqual(
      problems.slice(1).map(({ where, expected }) => [where, expected]),
      [
        ["shop, .github/workflows/b.yml", "a workflow file"],
        ["shop, .github/workflows/c.yml", "a workflow file"],
      ],
    );
  });
});
