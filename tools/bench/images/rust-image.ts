import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { copyExample } from "../../local/examples.js";
import type { BuildBench, Built } from "../build-bench.js";
import { median, type Figure } from "../figure.js";
import { changeOneLine, megabytes, seconds } from "./sample.js";

const ROUNDS = 2;

/** A Rust image of the catalogue, and what other recipes need to build the same program. */
export interface RustImage {
  /** Its name in the figures. */
  readonly name: string;
  /** The folder in `systems/`. */
  readonly system: string;
  readonly dockerfile: string;
  /** The source file to change by a line. */
  readonly changed: string;
  readonly rustImage: string;
  readonly runtimeImage: string;
  /** Shell commands: install what the compiler's image lacks, and build the program to /program. */
  readonly prepare: string;
  readonly build: string;
  readonly peers: readonly Peer[];
  readonly size: SizeReach;
}

/** A common recipe: the file `Dockerfile.<name>` beside this one. */
export type Peer =
  | { readonly name: "plain" | "cache-mounts" }
  | {
      readonly name: "cargo-chef";
      /** Shell command that compiles the dependencies of `recipe.json`. */
      readonly cook: string;
    };

/** The bound of the unpacked image, in bytes: in total, or over runtime base and program. */
export type SizeReach =
  | { readonly kind: "whole"; readonly bytes: number; readonly source: string }
  | { readonly kind: "over base and program"; readonly bytes: number; readonly source: string };

/** What remains of a measurement, for further ones. */
export interface Measured {
  readonly figures: readonly Figure[];
  /** The folder with the changed sources. */
  readonly sources: string;
}

/** Builds the image and the other recipes, clean and after a one-line change, and measures sizes. */
export async function measureRustImage(
  bench: BuildBench,
  image: RustImage,
  folder: string,
): Promise<Measured> {
  const work = join(folder, image.name.replaceAll(/\W/g, "-"));
  const sources = join(work, "sources");
  await mkdir(work, { recursive: true });
  await copyExample(image.system, sources);
  const build = (clean: boolean) =>
    bench.build({
      sources,
      dockerfile: join(sources, image.dockerfile),
      output: join(work, "image"),
      clean,
    });
  const peer = (one: Peer) => buildPeer(bench, image, one, { sources, work });

  const clean = await build(true);
  for (const one of image.peers) if (one.name !== "plain") await peer(one);
  const rebuilds: number[] = [];
  const ofPeers = new Map<string, number[]>(image.peers.map(({ name }) => [name, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    await changeOneLine(join(sources, image.changed));
    rebuilds.push((await build(false)).seconds);
    for (const one of image.peers) ofPeers.get(one.name)?.push((await peer(one)).seconds);
  }
  const rebuild = median(rebuilds);
  const base = await runtimeBase(bench, image.runtimeImage, work);
  return {
    sources,
    figures: [
      {
        suite: "images",
        name: `${image.name}: after a one-line change`,
        subject: seconds(rebuild),
        floor: `${seconds(clean.seconds)} clean`,
        ratio: rebuild / clean.seconds,
        reach: { kind: "at most", bound: 0.15 },
      },
      ...[...ofPeers].map(([name, times]) => againstPeer(image.name, name, median(times), rebuild)),
      sizeFigure(image, clean, base),
    ],
  };
}

async function buildPeer(
  bench: BuildBench,
  image: RustImage,
  peer: Peer,
  { sources, work }: { readonly sources: string; readonly work: string },
): Promise<Built> {
  const dockerfile = join(work, `Dockerfile.${peer.name}`);
  await cp(join(__dirname, `Dockerfile.${peer.name}`), dockerfile);
  // The image's own context, with the same ignored files.
  await cp(join(sources, `${image.dockerfile}.dockerignore`), `${dockerfile}.dockerignore`).catch(
    () => undefined,
  );
  return bench.build({
    sources,
    dockerfile,
    output: join(work, peer.name),
    buildArgs: {
      RUST_IMAGE: image.rustImage,
      RUNTIME_IMAGE: image.runtimeImage,
      PREPARE: image.prepare,
      BUILD: image.build,
      ...(peer.name === "cargo-chef" && { COOK: peer.cook }),
    },
  });
}

/** Ours must beat the plain file; the others are for comparison. */
function againstPeer(image: string, peer: string, time: number, rebuild: number): Figure {
  return {
    suite: "images",
    name: `${image}: ${peer} after that change`,
    subject: seconds(time),
    floor: `${seconds(rebuild)} for ours`,
    ratio: time / rebuild,
    reach: peer === "plain" ? { kind: "at least", bound: 4 } : { kind: "none" },
  };
}

async function runtimeBase(bench: BuildBench, runtimeImage: string, work: string): Promise<Built> {
  const folder = join(work, "runtime-base");
  await mkdir(folder);
  await writeFile(join(folder, "Dockerfile"), `FROM ${runtimeImage}\n`);
  return bench.build({
    sources: folder,
    dockerfile: join(folder, "Dockerfile"),
    output: join(folder, "layout"),
  });
}

function sizeFigure({ name, size }: RustImage, image: Built, base: Built): Figure {
  // The program's layer is last; layers with only settings are empty.
  const program = image.layers.slice(base.layers.length).findLast((bytes) => bytes > 100_000) ?? 0;
  const parts = `base ${megabytes(base.unpacked)}, program ${megabytes(program)}`;
  const subject = `${megabytes(image.unpacked)} unpacked, ${megabytes(image.compressed)} compressed`;
  switch (size.kind) {
    case "whole":
      return {
        suite: "images",
        name: `${name}: size, against ${size.source}`,
        subject,
        floor: `${megabytes(size.bytes)}; ${parts}`,
        ratio: image.unpacked / size.bytes,
        reach: { kind: "at most", bound: 1 },
      };
    case "over base and program":
      return {
        suite: "images",
        name: `${name}: size over base and program, against ${size.source}`,
        subject: `${megabytes(image.unpacked - base.unpacked - program)} of ${subject}`,
        floor: `${megabytes(size.bytes)}; ${parts}`,
        ratio: (image.unpacked - base.unpacked - program) / size.bytes,
        reach: { kind: "at most", bound: 1 },
      };
    default:
      return size satisfies never;
  }
}
