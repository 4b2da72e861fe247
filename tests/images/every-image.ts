import { cp } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { project as repository } from "../../tools/local/directories.js";
import { dockerfileBases, substitutesFor } from "../../tools/local/substitutes.js";
import { copyExample, exampleCheckouts } from "../../tools/local/examples.js";
import { catalogue } from "../../systems/index.js";
import type { Outcome } from "../e2e/outcome.js";
import { Project } from "../e2e/local/project.js";
import { startRegistry } from "../e2e/local/registry.js";
import type { Teardown } from "../e2e/local/teardown.js";
import { DockerClient } from "./docker-client.js";
import { loadSubstitutes } from "./substitute-images.js";
import type { ThrowawayDocker } from "./throwaway-docker.js";

const published = v.object({
  system: v.string(),
  image: v.string(),
  reference: v.string(),
  digest: v.string(),
});
const outputs = v.object({ images: v.array(published) });

/** An image of the catalogue as the stack has published it. */
export type PublishedImage = v.InferOutput<typeof published>;

/**
 * A stack of all systems, with the sources in `systems/<name>/sample/` as checkouts: what `npm run up` does when each of them is
 * named, built by Docker's own engine and pushed to a registry on this machine.
 */
export class EveryImage {
  private constructor(
    readonly docker: ThrowawayDocker,
    private readonly project: Project,
    private readonly client: DockerClient,
    /** Address of the registry that it publishes to. */
    readonly registry: string,
  ) {}

  /** Sets all of it up; nothing is built yet. */
  static async setUp(docker: ThrowawayDocker, teardown: Teardown): Promise<EveryImage> {
    const names = catalogue.map(({ name }) => name);
    await loadSubstitutes(docker, substitutesFor(await dockerfileBases(exampleCheckouts)));
    const registry = await startRegistry();
    teardown(() => registry.stop());
    await docker.bringPort(Number(registry.address.split(":")[1]));
    const client = await DockerClient.of(docker);
    teardown(() => client.remove());
    const project = await Project.create({
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
    return new EveryImage(docker, project, client, registry.address);
  }

  /** `pulumi up`, two builds at a time: more would only wait for each other. */
  up(): Promise<Outcome> {
    return this.project.up("--parallel", "2");
  }

  /** What the last build said. */
  lastBuild(): Promise<string> {
    return this.client.lastBuild();
  }

  /** What the last `up` left published. */
  async images(): Promise<readonly PublishedImage[]> {
    return v.parse(outputs, await this.project.outputs()).images;
  }

  /** Pulls an image as it was published; the reference to it, by its digest. */
  async pull({ reference, digest }: PublishedImage): Promise<string> {
    const published = `${reference.replace(/:[^:/]*$/, "")}@${digest}`;
    await this.docker.output(["docker", "pull", "--quiet", published]);
    return published;
  }

  /** The folder of a system's sources, for changing them. */
  sources(system: string): string {
    return join(this.project.sources, system);
  }
}
