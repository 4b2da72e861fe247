import { provideSubstitutes, substitutedHosts } from "./base-images.js";
import { buildkitDirectory, startBuildkit } from "./buildkit.js";
import { chooseBuilder, writeBuilder, type BuilderKind } from "./builder.js";
import { findDocker, type Docker } from "./docker.js";
import { dockerfileBases } from "./dockerfile-bases.js";
import { obtain, type Obtained } from "./obtain.js";
import { parts } from "./parts.js";
import { ProcessBook } from "./processes.js";
import { publicImagesReachable } from "./public-images.js";
import { ensureBackend, ensureProvider, pulumiDirectories, pulumiEnvironment } from "./pulumi.js";
import { registryDirectory, startRegistry } from "./registry.js";
import { report } from "./report.js";
import type { ToolChainConfiguration, Environment } from "./stack.js";

/** Pulumi with its provider, and the variables to run it under. */
export interface PulumiSetUp {
  readonly pulumi: Obtained;
  readonly environment: Environment;
}

/** Sees to the Pulumi command line, its Node.js host, the docker-build provider and the file backend. */
export async function setUpPulumi(scope: "own" | "shared"): Promise<PulumiSetUp> {
  const pulumi = await obtain(parts.pulumi);
  const provider = await obtain(parts["docker-build"]);
  const environment = pulumiEnvironment(pulumi, scope);
  const backend = await ensureBackend();
  report.say(`Pulumi backend: ${backend}, ${pulumiDirectories.backend}`);
  const installed = await ensureProvider(provider, environment);
  if (installed === "installed")
    report.say(`provider docker-build: installed in ${environment["PULUMI_HOME"] ?? ""}`);
  return { pulumi, environment };
}

/** Sees to a registry and to something that builds, as the stack's configuration names them. */
export async function setUpBuilds({ registry, builder, checkouts }: ToolChainConfiguration): Promise<void> {
  if (registry === undefined) {
    report.say("registry and builder: as configured; nothing to start on this machine");
    return;
  }
  const docker = await findDocker();
  const publicImages = await publicImagesReachable();
  const kind = chooseBuilder(docker, publicImages);
  const book = new ProcessBook();
  await setUpRegistry(book, registry);
  if (!publicImages) {
    report.note(
      "Public base images cannot be pulled here: substitutes made of Debian packages and official toolchains are used (docs/local-tool-chain.md).",
    );
    await provideSubstitutes(registry, await dockerfileBases(checkouts));
  }
  await setUpBuilder(book, kind, docker, builder, registry, publicImages ? [] : substitutedHosts);
}

async function setUpRegistry(book: ProcessBook, address: string): Promise<void> {
  const { programs } = await obtain(parts.registry);
  const state = await startRegistry(book, programs[0], address);
  report.say(`registry: ${state} at ${address}, data in ${registryDirectory}`);
}

async function setUpBuilder(
  book: ProcessBook,
  kind: BuilderKind,
  docker: Docker | undefined,
  name: string,
  registry: string,
  mirrored: readonly string[],
): Promise<void> {
  if (kind === "buildkitd") {
    const { programs } = await obtain(parts.buildkit);
    const state = await startBuildkit(book, programs[0], registry, mirrored);
    report.say(`BuildKit: ${state}, builder '${name}', layers and caches in ${buildkitDirectory}`);
  } else {
    report.say(`BuildKit: in a container of Docker ${docker?.version ?? ""}, builder '${name}'`);
  }
  await writeBuilder(name, kind, { context: docker?.context ?? "default", registry, mirrored });
}
