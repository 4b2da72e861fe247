import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { obtainSubstitute, substitutesFor } from "../../../tools/local/substitutes.js";
import { project } from "../../../tools/local/directories.js";
import { pythonPrograms } from "../../../tools/local/python.js";
import { distributedColony } from "../../../systems/distributed-colony/index.js";
import { startProcess, type BackgroundProcess } from "../../e2e/process.js";
import { registryHost } from "../debian-root.js";
import { home, hostAddress, tail, ThrowawayDocker, type Command } from "../throwaway-docker.js";

/** An index, or the manifest of one image. */
const pushedManifest = v.object({
  manifests: v.optional(
    v.array(v.object({ platform: v.object({ os: v.string(), architecture: v.string() }) })),
  ),
});

/**
 * A developer's machine with a checkout of DistributedColony at `/home/dev/colony`: Docker with buildx, the AWS CLI, AWS
 * (played by moto) and its registry. The substitutes of the two public base images are among the local images.
 */
export class Colony {
  private constructor(
    readonly docker: ThrowawayDocker,
    private readonly servers: readonly BackgroundProcess[],
    /** What makes the AWS CLI talk to moto, with credentials that it accepts. */
    readonly aws: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<Colony> {
    const programs = await pythonPrograms(join(__dirname, "..", "..", "requirements.txt"));
    const layouts = [];
    for (const recipe of substitutesFor(Object.values(distributedColony.versions))) {
      layouts.push(await obtainSubstitute(recipe));
    }
    const docker = await ThrowawayDocker.start({ [registryHost]: "127.0.0.1" });
    for (const layout of layouts) await docker.load(layout);
    const moto = await startProcess(
      "setpriv",
      ["--pdeathsig", "KILL", join(programs, "moto_server"), "--host", "127.0.0.1", "--port", "0"],
      /Running on http:\/\/127\.0\.0\.1:(\d+)/,
    );
    // Ends with the daemon's process namespace.
    void docker.run(["docker-registry", "serve", "/etc/docker-registry/config.yml"], {
      env: { REGISTRY_HTTP_ADDR: "127.0.0.1:443" },
    });
    await mkdir(docker.path(`${home}/empty`));
    await docker.copy(join(project, "systems", "distributed-colony", "sample"), "colony");
    return new Colony(docker, [moto], {
      AWS_ENDPOINT_URL: `http://${hostAddress}:${moto.ready[1] ?? ""}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  }

  /** Runs one of the two delivered scripts, as from a pipe: no terminal. */
  script(
    name: "build-and-push-base.sh" | "build-and-push-colony.sh",
    env: Readonly<Record<string, string>> = {},
    checkout = `${home}/colony`,
  ): Command {
    return this.docker.run([`${checkout}/Docker/${name}`], { env: { ...this.aws, ...env } });
  }

  /** An answer of the AWS CLI's `ecr` commands, as JSON. */
  async ecr(...command: string[]): Promise<unknown> {
    const output = await this.docker.output(
      ["aws", "ecr", "--region", "eu-west-1", "--output", "json", ...command],
      { env: this.aws },
    );
    return JSON.parse(output);
  }

  /** The platforms of what was pushed to a tag, or undefined. */
  async pushed(repository: string, tag: string): Promise<readonly string[] | undefined> {
    const types = ["oci.image.index.v1", "oci.image.manifest.v1", "docker.distribution.manifest.v2"];
    const { failed, stdout } = await this.docker.run([
      ...(["curl", "--silent", "--fail", "--cacert", "/etc/docker-registry/certificate.pem"] as const),
      // As debian-root/etc/docker-registry/htpasswd has it: what moto gives for a login.
      ...["--user", "AWS:123456789012-auth-token"],
      ...["--header", `accept: ${types.map((type) => `application/vnd.${type}+json`).join(", ")}`],
      `https://${registryHost}/v2/${repository}/manifests/${tag}`,
    ]);
    if (failed) return undefined;
    const { manifests } = v.parse(pushedManifest, JSON.parse(stdout));
    if (manifests === undefined) return ["linux/amd64"];
    const platforms = manifests.map(({ platform }) => `${platform.os}/${platform.architecture}`);
    // Attestations are listed so.
    return platforms.filter((platform) => platform !== "unknown/unknown");
  }

  async stop(): Promise<void> {
    await this.docker.stop();
    for (const server of this.servers) await server.stop();
  }
}

/** Milliseconds that a test may take: the first to need the base image waits for all dependencies to be compiled. */
export const patience = 20 * 60_000;

let started: Promise<Colony> | undefined;
let base: Promise<string> | undefined;

/** The one machine that all tests of a run share. */
export function colony(): Promise<Colony> {
  started ??= Colony.start();
  return started;
}

/** The same, once its base image is built and pushed by the script; the first call takes minutes. */
export async function colonyWithBase(): Promise<Colony> {
  const machine = await colony();
  base ??= machine.script("build-and-push-base.sh").then(({ failed, all }) => {
    if (failed) throw new Error(`The base image was not built:\n${tail(all)}`);
    return all;
  });
  await base;
  return machine;
}

/** What the base script printed, as the first test to need the base had it run. */
export async function baseScriptOutput(): Promise<string> {
  await colonyWithBase();
  return (await base) ?? "";
}

// A hook of mocha's root suite: it runs after all test files, whether they passed or not.
after(async () => {
  // A start that failed has been reported by the tests that needed it.
  const machine = await started?.catch(() => undefined);
  await machine?.stop();
});
