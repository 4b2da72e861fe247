import { cp } from "node:fs/promises";
import { join } from "node:path";
import { copyExample } from "../../local/examples.js";
import type { BuildBench, Built } from "../build-bench.js";
import { median, type Figure } from "../figure.js";
import { HostToolchain } from "../host-toolchain.js";
import { changeOneLine, megabytes, seconds } from "./sample.js";

const ROUNDS = 2;
const BASE = "distributed-colony-base:latest";

/** DistributedColony's sample: the cost of a one-line change, and the sizes of the images. */
export async function colony(bench: BuildBench, folder: string): Promise<Figure[]> {
  const sources = join(folder, "colony-sources");
  await copyExample("distributed-colony", sources);
  const single = join(folder, "Dockerfile.single");
  await cp(join(__dirname, "Dockerfile.single-stage"), single);
  const buildBase = (clean: boolean) =>
    bench.build({
      sources,
      dockerfile: join(sources, "Docker/Dockerfile.base"),
      output: join(folder, "base"),
      clean,
    });
  const buildColony = (base: Built, clean: boolean) =>
    bench.build({
      sources,
      dockerfile: join(sources, "Docker/Dockerfile"),
      output: join(folder, "colony"),
      clean,
      contexts: { [BASE]: `oci-layout://${join(folder, "base")}@${base.digest}` },
    });
  const buildSingle = () => bench.build({ sources, dockerfile: single, output: join(folder, "single") });

  const base = await buildBase(true);
  const built = await buildColony(base, true);
  const host = await HostToolchain.unpack(bench, folder);
  await host.build(sources);

  const afterChange = async (file: string) => {
    const inImage: number[] = [];
    const onHost: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await changeOneLine(join(sources, file));
      inImage.push((await buildColony(base, false)).seconds);
      onHost.push(await host.build(sources));
    }
    return { inImage: median(inImage), onHost: median(onHost) };
  };
  const program = await afterChange("crates/backend/src/main.rs");
  const library = await afterChange("crates/shared/src/lib.rs");
  const singleStage = (await buildSingle()).seconds;

  const changed = program.inImage;
  const clean = base.seconds + built.seconds;
  const size = ({ compressed, unpacked }: Built) =>
    `${megabytes(compressed)} compressed, ${megabytes(unpacked)} unpacked`;
  return [
    {
      suite: "images",
      name: "colony after a one-line change",
      subject: seconds(changed),
      floor: `${seconds(clean)} for clean base + colony`,
      ratio: changed / clean,
      reach: { kind: "at most", bound: 0.1 },
    },
    {
      suite: "images",
      name: "a single-stage Dockerfile without a base after that change",
      subject: seconds(singleStage),
      floor: `${seconds(changed)} for the colony`,
      ratio: singleStage / changed,
      reach: { kind: "at least", bound: 5 },
    },
    againstCompiler("colony after a one-line change of the backend, against the compiler alone", program),
    againstCompiler(
      "colony after a one-line change of the shared crate, against the compiler alone",
      library,
    ),
    {
      suite: "images",
      name: "size of the colony image",
      subject: size(built),
      floor: `${size(base)} of the base image`,
      ratio: built.compressed / base.compressed,
      reach: { kind: "at most", bound: 0.1 },
    },
    {
      suite: "images",
      name: "unpacked colony image, against 50 MB",
      subject: megabytes(built.unpacked),
      floor: `50 MB; of it the two programs are ${megabytes(programsOf(built))}, the runtime base the rest`,
      ratio: built.unpacked / 50e6,
      reach: { kind: "at most", bound: 1 },
    },
  ];
}

/** Each of the two programs is a layer of its own. */
function programsOf({ layers }: Built): number {
  return layers.slice(-2).reduce((sum, size) => sum + size, 0);
}

/** Both compile only what changed: the host from Cargo's cache, the image from its layers (D39). */
function againstCompiler(name: string, { inImage, onHost }: { inImage: number; onHost: number }): Figure {
  return {
    suite: "images",
    name,
    subject: seconds(inImage),
    floor: `${seconds(onHost)} for cargo build --release on the host, same compiler`,
    ratio: inImage / onHost,
    reach: { kind: "at most", bound: 2 },
  };
}
