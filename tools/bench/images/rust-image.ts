import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { copyExample } from "../../local/examples.js";
import type { BuildBench, Built } from "../build-bench.js";
import { median, type Figure } from "../figure.js";
import { changeOneLine, megabytes, seconds } from "./sample.js";

const ROUNDS = 2;

/** A Rust image of the catalogue, and what its peers need to make the same program. */
export interface RustImage {
  /** As the figures call it. */
  readonly name: string;
  /** The folder in `systems/`. */
  readonly system: string;
  readonly dockerfile: string;
  /** The source that gets another line. */
  readonly changed: string;
  readonly rustImage: string;
  readonly runtimeImage: string;
  /** Shell commands: what the compiler's image lacks, and what makes the program and leaves it as /program. */
  readonly prepare: string;
  readonly build: string;
  readonly peers: readonly Peer[];
  readonly size: SizeReach;
}

/** A recipe that people reach for: a file `Dockerfile.<name>` beside this one. */
export type Peer =
  | { readonly name: "plain" | "cache-mounts" }
  | {
      readonly name: "cargo-chef";
      /** Shell command that compiles the dependencies of `recipe.json`. */
      readonly cook: string;
    };

/** The most that the unpacked image may have, in bytes: in all, or over the runtime base and the program. */
export type SizeReach =
  | { readonly kind: "whole"; readonly bytes: number; readonly source: string }
  | { readonly kind: "over base and program"; readonly bytes: number; readonly source: string };

/** What the measuring left for others to look at. */
export interface Measured {
  readonly figures: readonly Figure[];
  /** The folder with the sources, changed by a line. */
  readonly sources: string;
}

/** Builds it clean and after a one-line change, its peers too, and looks at the sizes. */
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
  // The context that the image itself has: the same files are ignored.
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

/** Ours has to beat the plain file; the others tell what their recipes cost. */
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
  // The program comes last; layers of settings alone are empty.
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
