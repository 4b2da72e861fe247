import assert from "node:assert/strict";
import { mirrorOf, parseImageName, standInRepository } from "../../../engine/standins/mirrors.js";
import { recipes } from "../../../engine/standins/recipes.js";

describe("mirrors", () => {
  it("takes an image name apart", () => {
    const name = { host: "gcr.io", repository: "distroless/cc", tag: "nonroot" };
    assert.deepEqual(parseImageName("gcr.io/distroless/cc:nonroot"), name);
    assert.throws(() => parseImageName("debian"), /not an image name/);
  });

  it("pushes every stand-in to where BuildKit's mirror looks", () => {
    for (const reference of recipes.flatMap(({ references }) => references)) {
      const name = parseImageName(reference);
      assert.equal(
        `localhost:5055/${standInRepository(name)}`,
        `${mirrorOf(name.host, "localhost:5055")}/${name.repository}`,
      );
    }
  });
});
