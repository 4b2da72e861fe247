import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { execa } from "execa";
import { exampleCheckouts } from "../local/examples.js";
import { obtain } from "../local/obtain.js";
import { parts } from "../local/parts.js";
import { blobPath, readLayout } from "../local/substitute-images/layout.js";
import { setUpBuilds, setUpPulumi } from "../local/set-up.js";
import { ensureStack, localStack, type Environment } from "../local/stack.js";

/** A build to measure. */
export interface BenchBuild {
  readonly sources: string;
  readonly dockerfile: string;
  /** Folder that receives the image as an OCI layout. */
  readonly output: string;
  /** Whether to ignore BuildKit's cache. Default: false. */
  readonly clean?: boolean;
  readonly contexts?: Readonly<Record<string, string>>;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** Duration and size of a build. Sizes in bytes. */
export interface Built {
  readonly seconds: number;
  readonly digest: string;
  readonly compressed: number;
  readonly unpacked: number;
  /** Unpacked size of each layer, lowest first. */
  readonly layers: readonly number[];
}

/** Builds with buildx on the builder of stack `local`, as set up by `npm run up`. */
export class BuildBench {
  private constructor(
    private readonly buildx: string,
    private readonly builder: string,
    private readonly environment: Environment,
  ) {}

  /** Sets up the builder and buildx. */
  static async open(): Promise<BuildBench> {
    const environment = await setUpPulumi("own");
    await ensureStack(environment);
    const configuration = localStack();
    await setUpBuilds({ ...configuration, checkouts: exampleCheckouts });
    const { programs } = await obtain(parts.buildx);
    return new BuildBench(programs[0], configuration.builder, environment);
  }

  /** Builds an image to an OCI layout and times it, including the writing. */
  async build(options: BenchBuild): Promise<Built> {
    const { sources, dockerfile, output, clean = false, contexts = {}, buildArgs = {} } = options;
    await rm(output, { recursive: true, force: true });
    const started = performance.now();
    await this.run([
      ...["--file", dockerfile, "--output", `type=oci,tar=false,dest=${output}`],
      ...Object.entries(contexts).flatMap(([name, place]) => ["--build-context", `${name}=${place}`]),
      ...Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
      ...(clean ? ["--no-cache"] : []),
      sources,
    ]);
    return { seconds: (performance.now() - started) / 1000, ...(await measureLayout(output)) };
  }

  /** Writes the files of a Dockerfile's last stage to a new folder. */
  async files(dockerfile: string, output: string, sources = join(dockerfile, "..")): Promise<void> {
    // One archive: `type=local` sends file by file, which takes minutes for a toolchain.
    const archive = `${output}.tar`;
    await this.run(["--output", `type=tar,dest=${archive}`, "--file", dockerfile, sources]);
    await mkdir(output);
    await execa("tar", ["--extract", "--file", archive, "--directory", output]);
    await rm(archive);
  }

  private async run(args: readonly string[]): Promise<void> {
    await execa(
      this.buildx,
      ["build", "--builder", this.builder, "--platform", "linux/amd64", "--provenance=false", ...args],
      { env: this.environment },
    );
  }
}

async function measureLayout(layout: string): Promise<Omit<Built, "seconds">> {
  const { image, layers } = await readLayout(layout);
  const unpacked = await Promise.all(layers.map(({ digest }) => gunzippedBytes(blobPath(layout, digest))));
  return {
    digest: image.digest,
    compressed: layers.reduce((sum, { size }) => sum + size, 0),
    unpacked: unpacked.reduce((sum, size) => sum + size, 0),
    layers: unpacked,
  };
}

async function gunzippedBytes(file: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of createReadStream(file).pipe(createGunzip())) bytes += (chunk as Buffer).length;
  return bytes;
}

/** A temporary folder for one benchmark. */
export function workFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "slipway-bench-"));
}
