import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { listen } from "../../../e2e/loopback.js";
import { temporaryFolder } from "../../../src/delivery/temporary-folder.js";
import { blobPath, pushLayout, writeLayout } from "../../../../tools/local/substitute-images/layout.js";

describe("writeLayout", () => {
  const folder = temporaryFolder();

  async function write(name: string, content: string): Promise<{ directory: string; digest: string }> {
    const layer = join(folder, `${name}.tar`);
    await writeFile(layer, content);
    const directory = await mkdtemp(join(folder, "layout-"));
    const source = {
      references: ["docker.io/library/alpine:3.21"],
      layer,
      config: { User: "65532" },
      architecture: "amd64",
      epoch: 1,
    };
    return { directory, digest: await writeLayout(directory, source) };
  }

  it("names every blob by its content", async () => {
    const { directory, digest } = await write("a", "layer");
    const names = await readdir(join(directory, "blobs", "sha256"));
    assert.equal(names.length, 3);
    for (const name of names)
      assert.equal(sha256(await readFile(join(directory, "blobs", "sha256", name))), `sha256:${name}`);
    assert.deepEqual(JSON.parse(await readFile(join(directory, "oci-layout"), "utf8")), {
      imageLayoutVersion: "1.0.0",
    });
    assert.match(await readFile(join(directory, "index.json"), "utf8"), new RegExp(digest));
  });

  it("names the image as Docker reads it when it loads an archive", async () => {
    const { directory } = await write("a", "layer");
    const { manifests } = JSON.parse(await readFile(join(directory, "index.json"), "utf8")) as {
      manifests: [{ annotations: unknown }];
    };
    assert.deepEqual(manifests[0].annotations, {
      "org.opencontainers.image.ref.name": "3.21",
      "io.containerd.image.name": "docker.io/library/alpine:3.21",
    });
  });

  it("describes the layer packed and unpacked", async () => {
    const { directory, digest } = await write("a", "layer");
    const manifest = JSON.parse(await readFile(blobPath(directory, digest), "utf8")) as {
      config: { digest: string };
      layers: [{ digest: string; size: number }];
    };
    const packed = await readFile(blobPath(directory, manifest.layers[0].digest));
    assert.equal(manifest.layers[0].size, packed.length);
    assert.equal(gunzipSync(packed).toString(), "layer");
    const config: unknown = JSON.parse(await readFile(blobPath(directory, manifest.config.digest), "utf8"));
    assert.deepEqual(config, {
      created: "1970-01-01T00:00:01.000Z",
      os: "linux",
      architecture: "amd64",
      config: { User: "65532" },
      rootfs: { type: "layers", diff_ids: [sha256(Buffer.from("layer"))] },
      history: [
        { created: "1970-01-01T00:00:01.000Z", created_by: "slipway substitute image of Debian packages" },
      ],
    });
  });

  it("is pushed whole to a registry, once", async () => {
    const stored = new Map<string, Buffer>();
    const server = await listen(
      createServer((request, response) => {
        const { pathname, searchParams } = new URL(request.url ?? "", "http://registry");
        const key = searchParams.get("digest") ?? pathname.replace(/.*\//, "");
        void buffer(request).then((body) => {
          if (request.method === "PUT") stored.set(key, body);
          const found = stored.get(key);
          const status = { HEAD: found ? 200 : 404, POST: 202, PUT: 201 }[request.method ?? ""] ?? 405;
          const headers = { location: "/upload?state=1", "docker-content-digest": sha256(found ?? body) };
          response.writeHead(status, headers).end();
        });
      }),
    );
    const { directory, digest } = await write("a", "layer");
    const push = () => pushLayout(directory, `127.0.0.1:${server.port}`, "a/b", "latest");
    assert.deepEqual([await push(), await push()], [true, false]);
    await server.stop();
    assert.equal(sha256(stored.get("latest") ?? Buffer.of()), digest);
    assert.equal(stored.size, 3);
  });

  it("gives equal layers equal digests, and others others", async () => {
    const first = await write("a", "layer");
    const second = await write("b", "layer");
    const other = await write("c", "other");
    assert.equal(first.digest, second.digest);
    assert.notEqual(first.digest, other.digest);
  });
});

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
