import type { Configuration } from "../../src/configuration/configuration.js";
import {
  dockerfileBases,
  expectSubstitutes,
  mmdebstrap,
  provideSubstitutes,
  publicImagesReachable,
  substitutedHosts,
  substitutesFor,
} from "./substitutes.js";
import { buildkitDirectory, runc, startBuildkit } from "./buildkit.js";
import { chooseBuilder, findDocker, writeBuilder } from "./builder.js";
import { ensureDebianPrograms } from "./debian.js";
import { fetchGoModules } from "./go.js";
import { expectParts, obtain } from "./obtain.js";
import { parts, type Obtained } from "./parts.js";
import { findOnPath } from "../../src/cli/find-on-path.js";
import { ProcessBook } from "./processes.js";
import { ensureBackend, ensureProvider, pulumiDirectories, pulumiEnvironment } from "./pulumi.js";
import { registryDirectory, startRegistry } from "./local-registry.js";
import { report } from "./step-report.js";
import type { Environment } from "./stack.js";

/** What the local tool chain has to know of a stack. The program checks the rest. */
export type LocalBuilds = Pick<Configuration, "registry" | "builder" | "checkouts">;

/**
 * Sees to the Pulumi command line, its Node.js host, the docker-build provider and the file backend. Returns the
 * variables to run Pulumi under.
 */
export async function setUpPulumi(scope: "own" | "shared"): Promise<Environment> {
  const pulumi = await obtain(parts.pulumi);
  const provider = await obtain(parts["docker-build"]);
  const environment = pulumiEnvironment(pulumi, scope);
  const backend = await ensureBackend();
  report.say(`Pulumi backend: ${backend}, ${pulumiDirectories.backend}`);
  const installed = await ensureProvider(provider, environment);
  if (installed === "installed")
    report.say(`provider docker-build: installed in ${environment["PULUMI_HOME"] ?? ""}`);
  return environment;
}

/** Sees to a registry and to something that builds, as the stack's configuration names them. */
export async function setUpBuilds(stack: LocalBuilds): Promise<void> {
  const needs = await needsOf(stack);
  if (needs !== undefined) await setUp(needs, () => obtain(parts.buildkit));
}

/**
 * All that stack `local` needs besides its program: as {@link setUpPulumi} and {@link setUpBuilds}, at the same time,
 * so that programs are compiled while packages come over the network. Says how much is done, and how long the rest takes.
 */
export async function setUpEverything(stack: LocalBuilds): Promise<Environment> {
  const needs = await needsOf(stack);
  const missing = await expectParts([
    parts.pulumi,
    parts["docker-build"],
    ...(needs === undefined ? [] : [parts.registry]),
    ...(needs?.kind === "buildkitd" ? [parts.buildkit] : []),
  ]);
  if (needs !== undefined) await expectSubstitutes(needs.substitutes);
  for (const part of missing.filter(({ debianPackage }) => debianPackage === undefined)) {
    void fetchGoModules(part).catch(() => undefined);
  }
  const pulumi = setUpPulumi("own");
  // One after the other: two at once would compile what they share twice, and use both cores no better.
  const buildkit = () => pulumi.then(() => obtain(parts.buildkit));
  await Promise.all([pulumi, needs && setUp(needs, buildkit)]);
  return pulumi;
}

/** What a stack with a registry on this machine needs; undefined, and said, for one without. */
async function needsOf({ registry, builder, checkouts }: LocalBuilds) {
  if (registry.kind !== "local") {
    report.say("registry and builder: as configured; nothing to start on this machine");
    return undefined;
  }
  const [docker, publicImages] = await Promise.all([findDocker(), publicImagesReachable()]);
  return {
    registry: registry.address,
    builder,
    docker,
    kind: chooseBuilder(docker, publicImages),
    substitutes: publicImages ? [] : [...substitutesFor(await dockerfileBases(checkouts))],
    mirrored: publicImages ? [] : substitutedHosts,
  };
}

type Needs = NonNullable<Awaited<ReturnType<typeof needsOf>>>;

async function setUp(needs: Needs, obtainBuildkit: () => Promise<Obtained>): Promise<void> {
  const { registry, builder, docker, kind, substitutes, mirrored } = needs;
  await ensureDebianPrograms([
    ...(substitutes.length > 0 ? [mmdebstrap] : []),
    ...(kind === "buildkitd" && (await findOnPath("buildkit-runc")) === undefined ? [runc] : []),
  ]);
  const book = new ProcessBook();
  const buildkit = kind === "buildkitd" ? obtainBuildkit() : undefined;
  await Promise.all([buildkit, setUpRegistry(book, needs)]);
  if (buildkit === undefined) {
    report.say(`BuildKit: in a container of Docker ${docker?.version ?? ""}, builder '${builder}'`);
  } else {
    const state = await startBuildkit(book, (await buildkit).programs[0], registry, mirrored);
    report.say(`BuildKit: ${state}, builder '${builder}', layers and caches in ${buildkitDirectory}`);
  }
  await writeBuilder(builder, kind, { context: docker?.context ?? "default", registry, mirrored });
}

async function setUpRegistry(book: ProcessBook, { registry, substitutes }: Needs): Promise<void> {
  const { programs } = await obtain(parts.registry);
  const state = await startRegistry(book, programs[0], registry);
  report.say(`registry: ${state} at ${registry}, data in ${registryDirectory}`);
  if (substitutes.length === 0) return;
  report.note(
    "Public base images cannot be pulled here: substitutes made of Debian packages and official toolchains are used (docs/local-tool-chain.md).",
  );
  await provideSubstitutes(registry, substitutes);
}
