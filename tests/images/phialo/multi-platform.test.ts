import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { project } from "../../../tools/local/directories.js";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { Builders, startDaemon } from "../../e2e/local/builders.js";
import { startRegistry, type Registry } from "../../e2e/local/registry.js";
import { useTeardown } from "../../e2e/local/teardown.js";
import { patience } from "../shared-docker.js";
import { commandsOf } from "./commands.js";

const delivered = join(project, "systems", "phialo", "files");

describe("Phialo: the CI base image for both platforms (P11)", function () {
  this.timeout(patience);
  const teardown = useTeardown();
  let builders: Builders;
  let registry: Registry;
  let checkout: string;
  let program: string;
  before(async () => {
    [program] = (await obtain(parts.buildx)).programs;
    const daemon = await startDaemon();
    teardown(() => daemon.stop());
    builders = await Builders.create();
    teardown(() => builders.remove());
    await builders.add("phialo", daemon.endpoint);
    registry = await startRegistry();
    teardown(() => registry.stop());
    checkout = await mkdtemp(join(tmpdir(), "slipway-phialo-"));
    teardown(() => rm(checkout, { recursive: true }));
    for (const file of ["docker-bake.hcl", "Dockerfile.base.dockerignore"]) {
      await cp(join(delivered, file), join(checkout, file));
    }
    // No machine here runs the steps of arm64, so this image has none.
    await writeFile(join(checkout, "Dockerfile.base"), "FROM scratch\nLABEL steps=none\n");
  });

  const index = v.object({
    manifests: v.array(v.object({ platform: v.object({ os: v.string(), architecture: v.string() }) })),
  });
  const platforms = async (tag: string) => {
    const accept = "application/vnd.oci.image.index.v1+json";
    const answer = await fetch(`http://${registry.address}/v2/phialo-ci-base/manifests/${tag}`, {
      headers: { accept },
    });
    return v
      .parse(index, await answer.json())
      .manifests.map(({ platform }) => `${platform.os}/${platform.architecture}`)
      .filter((platform) => platform !== "unknown/unknown");
  };

  /** Runs buildx in the checkout. */
  const buildx = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    execa(program, words, {
      ...{ cwd: checkout, env: { ...builders.environment, ...env } },
      ...({ stdin: "ignore", all: true, reject: false } as const),
    });
  const bake = (env: Readonly<Record<string, string>>) =>
    buildx(["bake", "--builder", "phialo", "multi-platform"], env);

  it("is pushed under every tag by bake with a builder of its own (P15)", async () => {
    const { exitCode, all } = await bake({
      IMAGE: `${registry.address}/phialo-ci-base`,
      TAGS: "1.2.3,sha-0123456",
    });
    assert.equal(exitCode, 0, all);
    assert.deepEqual(await registry.tags(), ["phialo-ci-base:1.2.3", "phialo-ci-base:sha-0123456"]);
    assert.deepEqual(await platforms("1.2.3"), ["linux/amd64", "linux/arm64"]);
  });

  it("is pushed by the command of the page", async () => {
    const page = await readFile(join(delivered, "docs", "ci-base-image.md"), "utf8");
    const command = commandsOf(page).find((line) => line.includes("--platform")) ?? "";
    const words = command.replace("ghcr.io/<owner>", registry.address).split(" ").slice(2);
    const { exitCode, all } = await buildx(words);
    assert.equal(exitCode, 0, all);
    assert.deepEqual(await platforms("1.2.3"), ["linux/amd64", "linux/arm64"]);
  });

  it("is refused by bake at once where it would go to nobody's repository", async () => {
    const { exitCode, all } = await bake({});
    assert.equal(exitCode, 1);
    assert.match(
      all,
      /^ERROR: .*invalid tag "Set IMAGE to where to push: IMAGE=ghcr\.io\/<owner>\/phialo-ci-base"/m,
    );
  });
});
