import assert from "node:assert/strict";
import { publishedLabels } from "../../../src/registry/published-labels.js";
import { labelRegistry } from "./registry-server.js";

/** The labels under `shop:v1` in a registry that answers so, by path below the repository. */
async function labels(answers: Readonly<Record<string, unknown>>, reference = "shop:v1") {
  const { host, stop } = await labelRegistry(answers);
  try {
    return await publishedLabels(`${host}/${reference}`, undefined);
  } finally {
    await stop();
  }
}

const image = { "manifests/v1": { config: { digest: "sha256:c" }, layers: [] } };
const Labels = { a: "b" };

describe("publishedLabels", () => {
  it("are those of the image, or of the first that an index lists", async () => {
    assert.deepEqual(await labels({ ...image, "blobs/sha256:c": { config: { Labels } } }), Labels);
    const index = {
      "manifests/v1": { manifests: [{ digest: "sha256:i" }, { digest: "sha256:j" }] },
      "manifests/sha256:i": image["manifests/v1"],
      "blobs/sha256:c": { config: { Labels } },
    };
    assert.deepEqual(await labels(index), Labels);
  });

  it("are none where the image has none", async () => {
    for (const config of [{}, { config: {} }, { config: { Labels: null } }]) {
      assert.deepEqual(await labels({ ...image, "blobs/sha256:c": config }), {});
    }
  });

  it("are unknown where the tag is free, or the registry gives no image", async () => {
    assert.equal(await labels({}), undefined);
    assert.equal(await labels(image), undefined);
    assert.equal(await labels({ "manifests/v1": {} }), undefined);
    assert.equal(await labels({}, "shop"), undefined);
  });
});
