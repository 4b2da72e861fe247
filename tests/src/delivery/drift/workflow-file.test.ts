import assert from "node:assert/strict";
import { pushesOf } from "../../../../src/delivery/drift/workflow-file.js";

/** What a workflow file with this one job pushes. */
function pushes(job: string) {
  const text = `env: { REGISTRY: ghcr.io, IMAGE: shop }\njobs:\n  ship:\n${job.replace(/^/gm, "    ")}`;
  const found = pushesOf(text);
  return "pushes" in found ? found.pushes.map(({ image }) => image) : found.unreadable;
}
const buildPush = (inputs: string) =>
  `steps:\n  - uses: docker/build-push-action@v6\n    with: { ${inputs} }`;
const script = (text: string) => `steps:\n  - run: |\n${text.replace(/^/gm, "      ")}`;
const matrix = (cells: string) => `strategy:
  matrix:
    ${cells}
steps:
  - id: meta
    uses: docker/metadata-action@v5
    with: { images: "ghcr.io/acme/\${{ matrix.image }}" }
  - uses: docker/build-push-action@v6
    with: { push: true, tags: "\${{ steps.meta.outputs.tags }}" }`;

describe("pushesOf", () => {
  for (const [what, job, images] of [
    ["several tags", buildPush('push: true, tags: "a:1,b:1"'), ["a:1", "b:1"]],
    ["env", buildPush('push: true, tags: "${{ env.REGISTRY }}/${{ env.IMAGE }}"'), ["ghcr.io/shop"]],
    ["an expression", buildPush('push: "${{ inputs.push }}", tags: a'), ["a"]],
    ["an output", buildPush('outputs: "type=image,name=ghcr.io/acme/y,push=true"'), ["ghcr.io/acme/y"]],
    ["no tag", buildPush("push: true"), ["an image without a tag"]],
    ["no push", buildPush("tags: a"), []],
    ["push: false", buildPush("push: false, tags: a"), []],
    [
      "a bake file",
      "steps:\n  - uses: docker/bake-action@v6\n    with: { push: true }",
      ["every target of the bake file"],
    ],
    ["another action", "steps:\n  - uses: actions/checkout@v4", []],
    [
      "a matrix of cells",
      matrix("include: [{ image: a }, { image: b }]"),
      ["a", "b"].map((x) => `ghcr.io/acme/${x}`),
    ],
    ["a matrix of lists", matrix("image: [c]"), ["ghcr.io/acme/c"]],
    ["docker push", script('docker push "ghcr.io/acme/a:1" && echo done'), ["ghcr.io/acme/a:1"]],
    ["docker image push", script("docker image push --quiet ghcr.io/acme/$IMAGE"), ["ghcr.io/acme/shop"]],
    ["an unknown variable", script("docker push $NAME"), ["$NAME"]],
    ["buildx", script("docker buildx build . \\\n  -t ghcr.io/acme/b \\\n  --push"), ["ghcr.io/acme/b"]],
    ["bake in a script", script("docker buildx bake --push"), ["an image without a tag"]],
    ["a build alone", script("docker build -t ghcr.io/acme/b ."), []],
    ["a comment and another push", script("# docker push ghcr.io/acme/b\ngit push origin"), []],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(pushes(job), images);
    });
  }

  it("names job and step, by name, id or number", () => {
    const steps = ["name: Ship it", "id: ship", "env: {}"].map((key) => `{ ${key}, run: docker push a }`);
    const found = pushesOf(`jobs: { ship: { steps: [${steps.join(", ")}] } }`);
    assert.deepEqual("pushes" in found && found.pushes.map(({ where }) => where), [
      "job ship, step Ship it",
      "job ship, step ship",
      "job ship, step 3",
    ]);
  });

  it("says why a file is no workflow", () => {
    assert.match(String(pushes("steps: [")), /^Flow sequence .* at line \d+, column \d+$/);
    assert.deepEqual(pushesOf("jobs: 1"), {
      unreadable: "jobs: Invalid type: Expected Object but received 1",
    });
  });
});
