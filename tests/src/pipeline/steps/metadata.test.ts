import assert from "node:assert/strict";
import { imageSpec } from "../../../../src/catalogue/image-spec.js";
import { generateTags, ownLabels, setImageName } from "../../../../src/pipeline/steps/metadata.js";
import { image } from "../../plan/fixtures.js";
import { fakeRunner } from "./runner.js";

describe("name, tags and labels of an image", () => {
  const runner = fakeRunner();

  it("are lines for the action, which adds no latest of its own (N22)", () => {
    assert.deepEqual(generateTags({ image: "ghcr.io/a/b", tags: ["x", "y"], labels: { k: "v" } }), {
      name: "Generate tags and labels",
      id: "meta",
      uses: "docker/metadata-action",
      with: { images: "ghcr.io/a/b", flavor: "latest=false", tags: "x\ny\n", labels: "k=v\n" },
    });
    const bare = generateTags({ image: "a", tags: [], labels: {} });
    assert.deepEqual("with" in bare && bare.with, { images: "a", flavor: "latest=false" });
  });

  it("leave the source to the action, which knows the repository (N23)", () => {
    const spec = imageSpec(image(), { owner: "a", repository: "b", versions: {} });
    assert.deepEqual(Object.keys(ownLabels(spec)), [
      "org.opencontainers.image.title",
      "org.opencontainers.image.created",
    ]);
  });

  it("have an owner in lower case, as GHCR requires", async () => {
    await runner.run(setImageName("app"), { OWNER: "Acme", REPOSITORY: "app" });
    assert.equal(runner.read("output"), "name=ghcr.io/acme/app\n");
  });
});
