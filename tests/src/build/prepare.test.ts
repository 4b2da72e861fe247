import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { type Build, recordsOf, prepareBuilds } from "../../../src/build/prepare.js";
import { image, resolved, system } from "../plan/fixtures.js";
import { useWorkspace } from "./workspace.js";

const base = { image: "base", name: "shop-base:latest", buildCommand: "./build-base.sh" };
const shop = system({
  images: [image({ id: "base", repository: "shop-base", dockerfile: "Dockerfile.base" }), image({ base })],
});

describe("prepareBuilds", () => {
  const workspace = useWorkspace();
  const before = process.cwd();
  const now = () => 100;
  const prepare = (overrides = {}, remembered = {}) => {
    const stack = resolved(shop, { builder: "remote", checkouts: { shop: "shop" }, ...overrides });
    return prepareBuilds(stack, remembered, false, now);
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
    workspace.write({ "shop/Dockerfile.base": "FROM a", "shop/Dockerfile": "FROM b", "shop/main": "1" });
  });
  afterEach(() => {
    process.chdir(before);
  });

  it("stages each build in a folder of its own, below the project", async () => {
    const builds = await prepare();
    assert.deepEqual(
      builds.map(({ staged }) => staged.context),
      [".slipway/test/contexts/shop/base/context", ".slipway/test/contexts/shop/app/context"],
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

  it("builds a new version where the base is gone and the application has changed", async () => {
    const remembered = rememberedAt(1, await prepare());
    workspace.write({ "shop/main": "2" });
    const [first] = await prepare({}, remembered);
    assert.equal(first?.kept?.record.version, 100);
  });

  it("takes the newest base that is there when the application has changed", async () => {
    const remembered = rememberedAt(1, await prepare());
    for (const version of [1, 9, 10]) layout(version);
    workspace.write({ "shop/main": "2" });
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

  it("gives the one line of D32 where an existing base is missing", async () => {
    await assert.rejects(prepare({ bases: "existing" }), {
      message: "Base image 'shop-base:latest' not found locally. Please build it first: ./build-base.sh",
    });
  });
});
