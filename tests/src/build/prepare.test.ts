import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { type Build, recordsOf, prepareBuilds } from "../../../src/build/prepare.js";
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
  const rememberedAt = (version: number, builds: readonly Build[]) =>
    Object.fromEntries(
      Object.entries(recordsOf(builds)).map(([base, record]) => [base, { ...record, version }]),
    );
  const layout = (version: number, digest = "sha256:abc") => {
    const folder = `.slipway/test/layouts/shop/base/${version}`;
    workspace.write({
      [`${folder}/index.json`]: JSON.stringify({ manifests: [{ digest }] }),
      [`${folder}/blobs/${digest.replace(":", "/")}`]: "{}",
    });
  };

  beforeEach(() => {
    process.chdir(workspace.root);
    for (const [file, text] of Object.entries(sources)) workspace.write({ [`shop/${file}`]: text });
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

  it("needs no base while nothing has changed, even where it is gone", async () => {
    const remembered = rememberedAt(1, await prepare());
    const [first] = await prepare({}, remembered);
    assert.equal(first?.kept?.record.version, 1);
  });

  it("remembers each base by its system, and what decides it and the images built on it", async () => {
    const records = recordsOf(await prepare());
    assert.deepEqual(Object.keys(records), ["shop/base"]);
    workspace.write({ "shop/docs/Dockerfile": "FROM d" });
    assert.deepEqual(recordsOf(await prepare()), records);
    for (const changed of ["app", "base"]) {
      workspace.write({ [`shop/${changed}/Dockerfile`]: "FROM d" });
      assert.notDeepEqual(recordsOf(await prepare()), records, changed);
      workspace.write({
        [`shop/${changed}/Dockerfile`]: sources[`${changed}/Dockerfile` as "app/Dockerfile"],
      });
    }
  });

  it("takes for other content what is built on another base, for other platforms or with other arguments", async () => {
    const contentsOf = async (...args: Parameters<typeof prepare>) =>
      (await prepare(...args)).map(({ content }) => content);
    const [base, app, docs] = await contentsOf();
    workspace.write({ "shop/base/Dockerfile": "FROM d" });
    const changed = await contentsOf();
    assert.deepEqual([changed[0] === base, changed[1] === app, changed[2] === docs], [false, false, true]);
  });

  it("builds a new version where the base is gone and the application has changed", async () => {
    const remembered = rememberedAt(1, await prepare());
    workspace.write({ "shop/app/main": "2" });
    const [first] = await prepare({}, remembered);
    assert.equal(first?.kept?.record.version, 100);
  });

  it("takes the newest base that is there when the application has changed", async () => {
    const remembered = rememberedAt(1, await prepare());
    for (const version of [1, 9, 10]) layout(version);
    workspace.write({ "shop/app/main": "2" });
    const [first] = await prepare({}, remembered);
    assert.equal(first?.kept?.record.version, 10);
  });

  it("takes the base that a first update built before it failed", async () => {
    layout(7);
    const [first] = await prepare();
    assert.equal(first?.kept?.record.version, 7);
  });

  it("does not take half a layout for a base", async () => {
    layout(1);
    rmSync(workspace.inside(".slipway/test/layouts/shop/base/1/blobs"), { recursive: true });
    mkdirSync(workspace.inside(".slipway/test/layouts/shop/base/1/blobs"));
    const [first] = await prepare();
    assert.equal(first?.kept?.record.version, 100);
  });

  it("takes an existing base by its digest", async () => {
    layout(1);
    const [app] = await prepare({ bases: "existing" });
    assert.deepEqual(app?.existingBase, {
      kind: "oci-layout",
      name: "shop-base:latest",
      directory: ".slipway/test/layouts/shop/base/1",
      digest: "sha256:abc",
    });
  });

  it("looks for no layout where none has ever been", async () => {
    workspace.write({ ".slipway/test/layouts/shop/base/notes/index.json": "{}" });
    const [first] = await prepare();
    assert.equal(first?.kept?.record.version, 100);
  });

  it("gives the one line of D32 where an existing base is missing", async () => {
    await assert.rejects(prepare({ bases: "existing" }), {
      message: "Base image 'shop-base:latest' not found locally. Please build it first: ./build-base.sh",
    });
  });

  describe("on Docker's own engine, whose image store tells no versions apart", () => {
    const path = process.env["PATH"];
    /** A `docker` that has this image, and no other. */
    const engineWith = (name: string) => {
      const script = `#!/bin/sh\n[ "$*" = "image inspect --format {{.Id}} ${name}" ]\n`;
      workspace.write({ "bin/docker": script }, 0o755);
      process.env["PATH"] = `${workspace.inside("bin")}:${path ?? ""}`;
    };
    afterEach(() => {
      process.env["PATH"] = path;
    });
    const engine = { builder: "default" };
    const versionOf = ([first]: readonly Build[]) => first?.kept?.record.version;

    it("takes what is there for the remembered version", async () => {
      engineWith("shop-base:latest");
      const remembered = rememberedAt(3, await prepare(engine));
      workspace.write({ "shop/app/main": "2" });
      const builds = await prepare(engine, remembered);
      assert.equal(versionOf(builds), 3);
      assert.deepEqual(builds[0]?.kept?.source, { kind: "image-store", name: "shop-base:latest" });
    });

    it("takes what is there for the first version where nothing is remembered", async () => {
      engineWith("shop-base:latest");
      assert.equal(versionOf(await prepare(engine)), 1);
    });

    it("builds a new version where it is not there, which a preview does not ask", async () => {
      engineWith("other:latest");
      const remembered = { "shop/base": { identity: "another", version: 3 } };
      assert.equal(versionOf(await prepare(engine, remembered)), 100);
      assert.equal(versionOf(await prepare(engine, remembered, true)), 3);
    });

    it("takes an existing base by its name, and asks for one that is missing, but not in a preview", async () => {
      const existing = { ...engine, bases: "existing" };
      engineWith("shop-base:latest");
      const [app] = await prepare(existing);
      assert.deepEqual(app?.existingBase, { kind: "image-store", name: "shop-base:latest" });
      engineWith("other:latest");
      await assert.rejects(
        prepare(existing),
        /^UserError: Base image 'shop-base:latest' not found locally\./,
      );
      assert.equal((await prepare(existing, {}, true))[0]?.existingBase?.kind, "image-store");
    });
  });
});
