import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { copyExample } from "../../local/examples.js";
import type { BuildBench } from "../build-bench.js";
import { atMost, compare, megabytes, seconds, type Figure } from "../figure.js";

/** Phialo's CI base image: the cost of a changed setting, and the sizes of its layers. */
export async function ciBase(bench: BuildBench, folder: string): Promise<readonly Figure[]> {
  const sources = join(folder, "phialo");
  await copyExample("phialo", sources);
  const dockerfile = join(sources, "Dockerfile.base");
  const build = (clean: boolean) =>
    bench.build({ sources, dockerfile, output: join(folder, "ci-base"), clean });
  const clean = await build(true);
  const text = await readFile(dockerfile, "utf8");
  const changed = text.replace(/^( +)DO_NOT_TRACK=1/m, `$1DO_NOT_TRACK=1 CHANGED=${Date.now()}`);
  if (changed === text) throw new Error(`${dockerfile} has no setting DO_NOT_TRACK to stand for all`);
  await writeFile(dockerfile, changed);
  const rebuild = await build(false);
  const layers = clean.layers.map(megabytes).join(" + ");
  return [
    compare("Phialo CI base: after a change of its settings", [rebuild.seconds, clean.seconds], {
      unit: seconds,
      than: "clean",
      reach: atMost(0.15),
    }),
    {
      name: "Phialo CI base: size, against about 231 MB (P13; Debian instead of Alpine)",
      subject: `${megabytes(clean.unpacked)} unpacked: ${layers}`,
      floor: `231 MB; ${megabytes(clean.compressed)} compressed`,
      ratio: clean.unpacked / 231e6,
      reach: { kind: "none" },
    },
  ];
}
