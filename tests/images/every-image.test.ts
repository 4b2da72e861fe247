import assert from "node:assert/strict";
import { appendFile, cp } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { catalogue } from "../../systems/index.js";
import { project as repository } from "../../tools/local/directories.js";
import { copyExample, exampleCheckouts } from "../../tools/local/examples.js";
import { dockerfileBases, substitutesFor } from "../../tools/local/substitutes.js";
import { Project } from "../e2e/local/project.js";
import { startRegistry } from "../e2e/local/registry.js";
import { useTeardown } from "../e2e/local/teardown.js";
import { DockerClient } from "./docker-client.js";
import { probes } from "./probes.js";
import { patience, sharedDocker } from "./shared-docker.js";
import { loadSubstitutes } from "./substitute-images.js";
import type { ThrowawayDocker } from "./throwaway-docker.js";

const published = v.object({
  images: v.array(
    v.object({ system: v.string(), image: v.string(), reference: v.string(), digest: v.string() }),
  ),
});

const names = catalogue.map(({ name }) => name);
const all = catalogue.flatMap(({ name, images }) => images.map(({ id }) => `${name}/${id}`)).sort();

// A stack of all systems with their samples as checkouts: what `npm run up` does when each is named, but built by
// Docker's own engine. `npm run images` runs this file.
describe("every image of the catalogue, through the image component", function () {
  this.timeout(patience);
  const teardown = useTeardown();
  let docker: ThrowawayDocker;
  let project: Project;
  /** What was published, by system and image: the reference by its digest. */
  let references: ReadonlyMap<string, string>;

  before(async () => {
    docker = await sharedDocker();
    await loadSubstitutes(docker, substitutesFor(await dockerfileBases(exampleCheckouts)));
    const registry = await startRegistry();
    teardown(() => registry.stop());
    await docker.bringPort(Number(registry.address.split(":")[1]));
    const client = await DockerClient.of(docker);
    teardown(() => client.remove());
    project = await Project.create({
      configuration: {
        "slipway:owner": "example",
        "slipway:registry": { kind: "local", address: registry.address, platforms: ["linux/amd64"] },
        "slipway:builder": "default",
        "slipway:checkouts": Object.fromEntries(names.map((name) => [name, `sources/${name}`])),
      },
      environment: client.environment,
    });
    teardown(() => project.remove());
    // In place of the made-up systems, the project's own.
    await cp(join(repository, "systems"), join(project.folder, "systems"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    for (const name of names) await copyExample(name, join(project.sources, name));
    const { succeeded, output } = await up();
    if (!succeeded) assert.fail(`${output}\n${await client.lastBuild()}`);
    const { images } = v.parse(published, await project.outputs());
    references = new Map(
      images.map(({ system, image, reference, digest }) => [
        `${system}/${image}`,
        `${reference.replace(/:[^:/]*$/, "")}@${digest}`,
      ]),
    );
  });

  /** Two builds at a time: more would only wait for each other. */
  const up = () => project.up("--parallel", "2");

  it("is built by naming the checkouts, and published", () => {
    assert.deepEqual([...references.keys()].sort(), all);
  });

  for (const name of all) {
    it(`${name} runs`, async () => {
      const reference = references.get(name) ?? assert.fail("it was not published");
      const probe = probes[name] ?? assert.fail("tests/images/probes.ts has no probe for it");
      await docker.output(["docker", "pull", "--quiet", reference]);
      await probe(docker, reference);
    });
  }

  it("is built again only where its sources have changed", async function () {
    if (!all.includes("nullspace/ops")) this.skip();
    assert.deepEqual((await up()).changes, []);
    await appendFile(join(project.sources, "nullspace", "services/ops/server.mjs"), "// changed\n");
    assert.deepEqual((await up()).changes, ["update Image nullspace-ops"]);
  });
});
