import assert from "node:assert/strict";
import { createServer } from "node:http";
import { listen } from "../../e2e/loopback.js";
import { imageSize, imageTable, localRepository } from "../../../tools/local/images.js";

describe("images", () => {
  it("finds the repository in a reference", () => {
    assert.equal(localRepository("localhost:5055/a/b:latest", "localhost:5055"), "a/b");
    assert.equal(localRepository("localhost:5055/a:latest@sha256:0", "localhost:5055"), "a");
    assert.equal(localRepository("ghcr.io/a:latest", "localhost:5055"), undefined);
  });

  it("adds up configuration and layers, through an index", async () => {
    const answers: Record<string, unknown> = {
      "/v2/a/manifests/sha256:index": { manifests: [{ digest: "sha256:one" }, { digest: "sha256:two" }] },
      "/v2/a/manifests/sha256:one": { config: { size: 1 }, layers: [{ size: 10 }, { size: 100 }] },
      "/v2/a/manifests/sha256:two": { config: { size: 1000 }, layers: [] },
    };
    const server = await listen(
      createServer((request, response) => {
        const answer = answers[request.url ?? ""];
        response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
      }),
    );
    const registry = `127.0.0.1:${server.port}`;
    const size = (digest: string) => imageSize(registry, `${registry}/a:latest`, digest);
    assert.deepEqual([await size("sha256:index"), await size("sha256:none")], [1111, undefined]);
    await server.stop();
  });

  it("shows a row for each image", () => {
    const reference = "localhost:5055/base:latest";
    const image = { system: "s", image: "base", reference, digest: `sha256:${"0123456789abcdef".repeat(4)}` };
    const table = imageTable([
      { ...image, size: 6_945_282, buildTime: 65_000 },
      { ...image, image: "colony", size: undefined, buildTime: undefined },
    ]);
    assert.match(table, /base +│ localhost:5055\/base:latest │ sha256:0123456789ab │ 6\.9 MB +│ 1 min 05 s/);
    assert.match(table, /colony .*│ \? +│ unchanged/);
  });
});
