import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obtainSubstitute } from "../../../tools/local/substitutes.js";
import { project } from "../../../tools/local/directories.js";
import { recipes } from "../../../tools/local/substitute-images/recipes.js";
import { Builders, startDaemon } from "../../e2e/local/builders.js";
import { useTeardown } from "../../e2e/local/teardown.js";

const delivered = join(project, "systems", "cv", "files", "docker", "buildkitd.toml");

describe("CV: buildkitd.toml (C13)", function () {
  this.timeout(5 * 60_000);
  const teardown = useTeardown();

  /** What a step finds in resolv.conf under a daemon with a configuration, where the step before wrote to it. */
  async function nameServers(config: string): Promise<string[]> {
    const daemon = await startDaemon(config);
    teardown(() => daemon.stop());
    const builders = await Builders.create();
    teardown(() => builders.remove());
    await builders.add("cv", daemon.endpoint);
    const folder = await mkdtemp(join(tmpdir(), "slipway-names-"));
    teardown(() => rm(folder, { recursive: true }));
    const original = "echo 'nameserver 9.9.9.9' > /etc/resolv.conf || true";
    await writeFile(join(folder, "Dockerfile"), `FROM alpine\nRUN ${original}\nRUN cat /etc/resolv.conf\n`);
    const { failed, all } = await builders.buildx(
      ...["build", "--builder", "cv", "--progress", "plain", "--build-context", `alpine=${await alpine()}`],
      folder,
    );
    assert.ok(!failed, all);
    const lines = all.matchAll(/^#\d+ [\d.]+ ((?:nameserver|options) .*)$/gm);
    return [...lines].map(([, line = ""]) => line);
  }

  it("gives the steps of a build three name servers, one after another", async () => {
    assert.deepEqual(await nameServers(await readFile(delivered, "utf8")), [
      "nameserver 1.1.1.1",
      "nameserver 8.8.8.8",
      "nameserver 9.9.9.9",
      "options timeout:2 attempts:2",
    ]);
  });
});

/** The substitute for Alpine, as a named context. */
async function alpine(): Promise<string> {
  const recipe = recipes.find(({ name }) => name === "alpine");
  assert.ok(recipe);
  const layout = await obtainSubstitute(recipe);
  const index = JSON.parse(await readFile(join(layout, "index.json"), "utf8")) as {
    manifests: [{ digest: string }];
  };
  return `oci-layout://${layout}@${index.manifests[0].digest}`;
}
