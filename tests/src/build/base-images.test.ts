import assert from "node:assert/strict";
import { existingBase, keepBase } from "../../../src/build/base-images.js";
import { useWorkspace } from "./workspace.js";

const store = { kind: "image-store", name: "shop-base:latest" } as const;

describe("base images on this machine", () => {
  const workspace = useWorkspace();
  const layouts = () =>
    ({ kind: "oci-layout", name: store.name, directory: workspace.inside("layouts") }) as const;
  /** Writes these versions; `half`: without the blob that each names. */
  function write(versions: readonly (number | string)[], half = false) {
    for (const version of versions) {
      const index = JSON.stringify({ manifests: [{ digest: "sha256:abc" }] });
      workspace.write({
        [`layouts/${version}/index.json`]: index,
        [`layouts/${version}/blobs/sha256/${half ? "other" : "abc"}`]: "{}",
      });
    }
  }

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

  describe("keepBase", () => {
    const here = { identity: "a", version: 3 };
    const other = { identity: "b", version: 3 };
    const keep = (previous: typeof here | undefined) =>
      keepBase(layouts(), previous, "a", false, () => 100).then(({ source, record }) => {
        assert.equal(
          source.kind === "oci-layout" && source.directory,
          `${layouts().directory}/${record.version}`,
        );
        return record;
      });

    for (const [what, versions, half, previous, expected] of [
      ["needs no base while nothing has changed, even if it is gone", [], false, here, 3],
      ["takes the newest that is there when something has changed", [1, 9, 10], false, other, 10],
      ["takes what a first update built before it failed", [7], false, undefined, 7],
      ["makes a new version of a base that is gone", [], false, other, 100],
      ["makes a new version if the stack records nothing", [], false, undefined, 100],
      ["does not take half a layout for a base", [1], true, undefined, 100],
      ["does not take another folder for a version", ["notes"], false, undefined, 100],
    ] as const) {
      it(what, async () => {
        write(versions, half);
        assert.deepEqual(await keep(previous), { identity: "a", version: expected });
      });
    }

    for (const [what, image, previous, isPreview, expected] of [
      ["takes what Docker's image store has for the recorded version", store.name, other, false, 3],
      ["takes it for the first version if nothing is recorded", store.name, undefined, false, 1],
      ["makes a new version if the image store lacks it", "other:latest", other, false, 100],
      ["does not ask the image store in a preview", "other:latest", other, true, 3],
    ] as const) {
      it(what, async () => {
        engineWith(image);
        const { source, record } = await keepBase(store, previous, "a", isPreview, () => 100);
        assert.deepEqual([source, record.version], [store, expected]);
      });
    }
  });

  describe("existingBase", () => {
    const base = { image: "base", name: store.name, buildCommand: "./build-base.sh", built: false };
    const missing = "Base image 'shop-base:latest' not found locally. Please build it first: ./build-base.sh";

    it("is the newest layout, with its digest, or one line of error (D32)", async () => {
      const source = layouts();
      await assert.rejects(existingBase({ ...base, source }, true), { name: "UserError", message: missing });
      write([1, 2]);
      assert.deepEqual(await existingBase({ ...base, source }, false), {
        ...source,
        directory: `${source.directory}/2`,
        digest: "sha256:abc",
      });
    });

    it("is in Docker's image store by its name, which a preview does not ask", async () => {
      engineWith(store.name);
      assert.deepEqual(await existingBase({ ...base, source: store }, false), store);
      engineWith("other:latest");
      await assert.rejects(existingBase({ ...base, source: store }, false), { message: missing });
      assert.deepEqual(await existingBase({ ...base, source: store }, true), store);
    });
  });
});
