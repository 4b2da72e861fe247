import { deepEqual, equal, ok } from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { DIGESTS, mergePlatforms } from "../../../src/pipeline/steps/merge-platforms.js";
import { Builders, startDaemon } from "../local/builders.js";
import { type Registry, startRegistry } from "../local/registry.js";
import { useTeardown } from "../local/teardown.js";
import { runStep } from "../../shell.js";

const pushed = v.object({ "containerimage.digest": v.string() });
const index = v.object({
  mediaType: v.string(),
  manifests: v.array(
    v.object({
      digest: v.string(),
      platform: v.object({ os: v.string(), architecture: v.string() }),
      annotations: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
});
type Index = v.InferOutput<typeof index>;

describe("the step that publishes the platforms as one image (user pain 23)", () => {
  const teardown = useTeardown();
  let folder: string;
  let registry: Registry;
  let builders: Builders;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-merge-"));
    teardown(() => rm(folder, { recursive: true }));
    registry = await startRegistry();
    teardown(() => registry.stop());
    const daemon = await startDaemon(`[registry.${JSON.stringify(registry.address)}]\n  http = true\n`);
    teardown(() => daemon.stop());
    builders = await Builders.create();
    teardown(() => builders.remove());
    await builders.add("native", daemon.endpoint);
    // `docker buildx …` without Docker.
    await writeFile(
      join(folder, "docker"),
      `#!/bin/sh\nshift\nexec ${(await obtain(parts.buildx)).programs[0]} "$@"\n`,
    );
    await chmod(join(folder, "docker"), 0o755);
    await mkdir(join(folder, "context"));
    await writeFile(join(folder, "context", "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
  });

  /** Pushes the image for one platform by its digest alone, as the workflow's build does. */
  async function push(platform: string): Promise<string> {
    const metadata = join(folder, "metadata.json");
    const result = await builders.buildx(
      ...["build", "--builder", "native", "--platform", platform, "--metadata-file", metadata],
      ...["--output", `type=image,name=${image()},push-by-digest=true,name-canonical=true,push=true`],
      ...["--provenance", "mode=min", join(folder, "context")],
    );
    ok(!result.failed, result.all);
    return v.parse(pushed, JSON.parse(await readFile(metadata, "utf8")))["containerimage.digest"];
  }

  const image = () => `${registry.address}/acme/tools`;

  async function manifest(tagOrDigest: string): Promise<{ digest: string; content: Index }> {
    const response = await fetch(`http://${registry.address}/v2/acme/tools/manifests/${tagOrDigest}`, {
      headers: { accept: "application/vnd.oci.image.index.v1+json" },
    });
    const digest = response.headers.get("docker-content-digest") ?? "";
    return { digest, content: v.parse(index, await response.json()) };
  }

  it("makes an index of exactly the images that were handed on, under every tag", async () => {
    const digests = [await push("linux/amd64"), await push("linux/arm64")];
    const work = join(folder, "work");
    await mkdir(join(work, DIGESTS), { recursive: true });
    for (const digest of digests) {
      await writeFile(join(work, DIGESTS, digest.replace("sha256:", "")), "| a row |\n");
    }
    deepEqual(registry.pushes, [], "nothing has a tag yet");

    const step = mergePlatforms("");
    const output = join(folder, "output");
    await runStep(step, {
      cwd: work,
      env: {
        ...builders.environment,
        PATH: `${folder}:${process.env["PATH"] ?? ""}`,
        REFERENCES: `${image()}:1.2.3\n${image()}:latest`,
        GITHUB_OUTPUT: output,
      },
    });

    deepEqual(registry.pushes.toSorted(), ["acme/tools:1.2.3", "acme/tools:latest"]);
    const published = await manifest("1.2.3");
    equal(published.content.mediaType, "application/vnd.oci.image.index.v1+json");
    deepEqual(await manifest("latest"), published);
    equal(await readFile(output, "utf8"), `digest=${published.digest}\n`);

    const handedOn = await Promise.all(digests.map(manifest));
    const all = ({ manifests }: Index) => manifests.map(({ digest }) => digest);
    deepEqual(
      all(published.content).toSorted(),
      handedOn.flatMap(({ content }) => all(content)).toSorted(),
      "the images, each with its provenance, and nothing else",
    );
    deepEqual(
      published.content.manifests
        .filter(({ annotations }) => annotations["vnd.docker.reference.type"] === undefined)
        .map(({ platform }) => `${platform.os}/${platform.architecture}`)
        .toSorted(),
      ["linux/amd64", "linux/arm64"],
    );
  });
});
