import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { Builders, startDaemon } from "../local/builders.js";
import { type Registry, startRegistry } from "../local/registry.js";
import type { Teardown } from "../local/teardown.js";
import { lines } from "./answers.js";
import type { ActionCall, Answer, Call } from "./stage.js";

/** A registry and a BuildKit that workflows really build with and push to. */
export interface RealBuilds {
  readonly registry: Registry;
  /** Every tag there is, `REPOSITORY:TAG` → the digest that it names. */
  readonly published: () => Promise<Readonly<Record<string, string>>>;
  /** For `execute`: builds and `docker buildx` are real, and ECR's address is the registry's. */
  readonly play: (call: Call) => Promise<Answer | undefined>;
}

type Result = Pick<Answer, "stdout" | "stderr" | "exitCode">;

const BUILDER = "ci";

/** Longest that one build may take, in ms. */
const TIME_LIMIT = 90_000;
/** An image, or an index of one and its attestations. */
const MANIFESTS = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";

/** What buildx tells of a build. There is no digest where the result went nowhere. */
const metadata = v.object({ "containerimage.digest": v.optional(v.string(), "") });

/** Starts a registry and a builder, both empty. */
export async function startRealBuilds(teardown: Teardown): Promise<RealBuilds> {
  const registry = await startRegistry();
  teardown(() => registry.stop());
  const daemon = await startDaemon();
  teardown(() => daemon.stop());
  const builders = await Builders.create();
  teardown(() => builders.remove());
  await builders.add(BUILDER, daemon.endpoint);
  const [program] = (await obtain(parts.buildx)).programs;

  async function play(call: Call): Promise<Answer | undefined> {
    if (call.kind === "program") {
      const [first, ...command] = call.args;
      return call.program === "docker" && first === "buildx" ? buildx(command, call) : undefined;
    }
    if (call.action === "aws-actions/amazon-ecr-login") return { outputs: { registry: registry.address } };
    return call.action === "docker/build-push-action" ? build(call) : undefined;
  }

  async function buildx(command: readonly string[], { directory, env }: Call): Promise<Required<Result>> {
    const {
      stdout,
      stderr,
      exitCode = 1,
    } = await execa(program, command, {
      cwd: directory,
      env: { ...env, ...builders.environment },
      stdin: "ignore",
      reject: false,
      timeout: TIME_LIMIT,
      stripFinalNewline: false,
    });
    return { stdout, stderr, exitCode };
  }

  async function build(call: ActionCall): Promise<Answer> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-metadata-"));
    const file = join(folder, "metadata.json");
    try {
      const result = await buildx(
        ["build", "--builder", BUILDER, "--metadata-file", file, ...buildFlags(call.inputs)],
        call,
      );
      if (result.exitCode !== 0) return result;
      const { "containerimage.digest": digest } = v.parse(metadata, JSON.parse(await readFile(file, "utf8")));
      return { outputs: { digest, imageid: digest } };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async function published(): Promise<Record<string, string>> {
    const found = (await registry.tags()).map(async (name) => {
      const [repository = "", tag = ""] = name.split(":");
      const url = `http://${registry.address}/v2/${repository}/manifests/${tag}`;
      const { headers } = await fetch(url, { method: "HEAD", headers: { accept: MANIFESTS } });
      return [name, headers.get("docker-content-digest") ?? ""] as const;
    });
    return Object.fromEntries(await Promise.all(found));
  }

  return { registry, published, play };
}

/**
 * The action's inputs as flags of `docker buildx build`. Left out is what needs GitHub or Docker Hub: the cache of type
 * gha, and the scanner that writes SBOMs.
 */
function buildFlags(inputs: ActionCall["inputs"]): string[] {
  const { context = ".", file, target, platforms, provenance, push, "no-cache": noCache } = inputs;
  const list = (flag: string, input: string) => lines(inputs[input]).map((value) => `--${flag}=${value}`);
  return [
    ...(file === undefined ? [] : [`--file=${file}`]),
    ...(target === undefined ? [] : [`--target=${target}`]),
    ...(platforms === undefined ? [] : [`--platform=${platforms}`]),
    ...(provenance === undefined ? [] : [`--provenance=${provenance}`]),
    ...(push === "true" ? ["--push"] : []),
    ...(noCache === "true" ? ["--no-cache"] : []),
    ...list("tag", "tags"),
    ...list("label", "labels"),
    ...list("build-arg", "build-args"),
    ...list("build-context", "build-contexts"),
    ...list("output", "outputs"),
    context,
  ];
}
