import assert from "node:assert/strict";
import { recordsOf, prepareBuilds } from "../../../src/build/prepare.js";
import type { Image } from "../../../src/catalogue/image.js";
import { image, resolved, system } from "../plan/fixtures.js";
import { useWorkspace } from "./workspace.js";

const base = { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" };
const shop = system({
  images: [
    image({ id: "base", repository: "shop-base", dockerfile: "base/Dockerfile", context: "base" }),
    image({ dockerfile: "app/Dockerfile", context: "app", base }),
    image({ id: "docs", repository: "docs", dockerfile: "docs/Dockerfile", context: "docs" }),
  ],
});
const sources = {
  "base/Dockerfile": "FROM a",
  "app/Dockerfile": "FROM b",
  "app/main": "1",
  "docs/Dockerfile": "FROM c",
};

describe("prepareBuilds", () => {
  const workspace = useWorkspace();
  const before = process.cwd();
  const now = () => 100;
  const prepare = (overrides = {}, remembered = {}, isPreview = false) => {
    const stack = resolved(shop, { builder: "remote", checkouts: { shop: "shop" }, ...overrides });
    return prepareBuilds(stack, remembered, isPreview, now);
  };
  const writeSources = () => {
    for (const [file, text] of Object.entries(sources)) workspace.write({ [`shop/${file}`]: text });
  };

  beforeEach(() => {
    process.chdir(workspace.inside("."));
    writeSources();
  });
  afterEach(() => {
    process.chdir(before);
  });

  it("stages each build in a folder of its own, below the project", async () => {
    const builds = await prepare();
    assert.deepEqual(
      builds.map(({ staged }) => staged.context),
      ["base", "app", "docs"].map((id) => `.slipway/test/contexts/shop/${id}/context`),
    );
  });

  it("keeps a base as an OCI layout in a folder that no earlier one had", async () => {
    const [first, second] = await prepare();
    assert.equal(
      first?.kept?.source.kind === "oci-layout" && first.kept.source.directory,
      ".slipway/test/layouts/shop/base/100",
    );
    assert.equal(second?.kept, undefined);
  });

  it("remembers each base by its system, and what decides it and the images built on it", async () => {
    const records = recordsOf(await prepare());
    assert.deepEqual(Object.keys(records), ["shop/base"]);
    workspace.write({ "shop/docs/Dockerfile": "FROM d" });
    assert.deepEqual(recordsOf(await prepare()), records);
    for (const changed of ["app", "base"]) {
      workspace.write({ [`shop/${changed}/Dockerfile`]: "FROM d" });
      assert.notDeepEqual(recordsOf(await prepare()), records, changed);
      writeSources();
    }
  });

  it("takes for other content what is built on another base", async () => {
    const before = await prepare();
    workspace.write({ "shop/base/Dockerfile": "FROM d" });
    const after = await prepare();
    assert.deepEqual(
      before.map(({ content }, index) => content === after[index]?.content),
      [false, false, true],
    );
  });

  it("takes for other content what has another target, arguments, platforms or labels", async () => {
    const contents = new Set<string>();
    const variants: Partial<Image>[] = [
      {},
      { target: "small" },
      { buildArgs: { COLOR: "red" } },
      { platforms: ["linux/arm64"] },
      { repository: "another" },
    ];
    for (const own of variants) {
      const one = system({ images: [image({ dockerfile: "app/Dockerfile", context: "app", ...own })] });
      const stack = resolved(one, { builder: "remote", checkouts: { shop: "shop" } });
      for (const { content } of await prepareBuilds(stack, {}, false, now)) contents.add(content);
    }
    assert.equal(contents.size, variants.length);
  });

  it("takes an existing base by its digest", async () => {
    const folder = ".slipway/test/layouts/shop/base/1";
    workspace.write({
      [`${folder}/index.json`]: JSON.stringify({ manifests: [{ digest: "sha256:abc" }] }),
      [`${folder}/blobs/sha256/abc`]: "{}",
    });
    const [app] = await prepare({ bases: "existing" });
    assert.deepEqual(app?.existingBase, {
      kind: "oci-layout",
      name: "shop-base:latest",
      directory: folder,
      digest: "sha256:abc",
    });
  });

  it("asks no daemon in a preview", async () => {
    const remembered = { "shop/base": { identity: "another", version: 3 } };
    const [first] = await prepare({ builder: "default" }, remembered, true);
    assert.deepEqual(first?.kept?.source, { kind: "image-store", name: "shop-base:latest" });
    assert.equal(first.kept.record.version, 3);
  });
});
