import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { copyExample } from "../../local/examples.js";
import type { BuildBench, Built } from "../build-bench.js";
import { atLeast, atMost, compare, inTurn, median, megabytes, seconds, type Figure } from "../figure.js";
import { changeOneLine, imageAlone } from "./sample.js";

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
export interface Peer {
  readonly name: "plain" | "cache-mounts" | "cargo-chef";
  /** Shell command that compiles the dependencies of cargo-chef's `recipe.json`. */
  readonly cook?: string;
}

/** The bound of the unpacked image, in bytes: in total, or over runtime base and program. */
export interface SizeReach {
  readonly kind: "whole" | "over base and program";
  readonly bytes: number;
  readonly source: string;
}

/**
 * Builds the image and the other recipes, clean and after a one-line change, and measures sizes. Returns the folder with
 * the changed sources, too.
 */
export async function measureRustImage(
  bench: BuildBench,
  image: RustImage,
  folder: string,
): Promise<{ readonly figures: readonly Figure[]; readonly sources: string }> {
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
  const rebuildChanged = async () => {
    await changeOneLine(join(sources, image.changed));
    return (await build(false)).seconds;
  };
  const measures = image.peers.map((one) => async () => (await peer(one)).seconds);
  const [rebuilds = [], ...ofPeers] = await inTurn(ROUNDS, [rebuildChanged, ...measures]);
  const rebuild = median(rebuilds);
  const base = await bench.build({
    ...(await imageAlone(image.runtimeImage, join(work, "runtime-base"))),
    output: join(work, "runtime-base", "layout"),
  });
  return {
    sources,
    figures: [
      compare(`${image.name}: after a one-line change`, [rebuild, clean.seconds], {
        unit: seconds,
        than: "clean",
        reach: atMost(0.15),
      }),
      ...image.peers.map(({ name }, index) =>
        compare(`${image.name}: ${name} after that change`, [median(ofPeers[index] ?? []), rebuild], {
          unit: seconds,
          than: "for ours",
          // Ours must beat the plain file; the others are for comparison.
          reach: name === "plain" ? atLeast(4) : { kind: "none" },
        }),
      ),
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
      ...(peer.cook !== undefined && { COOK: peer.cook }),
    },
  });
}

function sizeFigure({ name, size }: RustImage, image: Built, base: Built): Figure {
  // The program's layer is last; layers with only settings are empty.
  const program = image.layers.slice(base.layers.length).findLast((bytes) => bytes > 100_000) ?? 0;
  const whole = `${megabytes(image.unpacked)} unpacked, ${megabytes(image.compressed)} compressed`;
  const over = image.unpacked - base.unpacked - program;
  const [what, subject, bytes] = {
    whole: ["size", whole, image.unpacked] as const,
    "over base and program": ["size over base and program", `${megabytes(over)} of ${whole}`, over] as const,
  }[size.kind];
  return {
    name: `${name}: ${what}, against ${size.source}`,
    subject,
    floor: `${megabytes(size.bytes)}; base ${megabytes(base.unpacked)}, program ${megabytes(program)}`,
    ratio: bytes / size.bytes,
    reach: atMost(1),
  };
}
