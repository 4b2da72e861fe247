import { rm } from "node:fs/promises";
import { BuildBench, workFolder } from "../build-bench.js";
import type { Figure } from "../figure.js";
import { ciBase } from "./ci-base.js";
import { colony } from "./colony.js";
import { cvImages } from "./cv.js";
import { measureRustImage, type RustImage } from "./rust-image.js";

type Measure = (bench: BuildBench, folder: string) => Promise<readonly Figure[]>;

/** Nullspace's simulator, against all three recipes. */
const simulator: RustImage = {
  name: "Nullspace simulator",
  system: "nullspace",
  dockerfile: "Dockerfile",
  changed: "simulator/src/main.rs",
  rustImage: "rust:1.83-slim-bookworm",
  runtimeImage: "debian:bookworm-slim",
  prepare: "apt-get update && apt-get install -y pkg-config libssl-dev",
  build:
    "cargo build --release --package nullspace-simulator && cp target/release/nullspace-simulator /program",
  peers: [
    { name: "plain" },
    {
      name: "cargo-chef",
      cook: "cargo chef cook --release --package nullspace-simulator --recipe-path recipe.json",
    },
    { name: "cache-mounts" },
  ],
  size: { kind: "over base and program", bytes: 15e6, source: "15 MB" },
};

/** GGRS plot operator. Its manifest has the profile that the Dockerfile names, so the peers build the same program. */
const operator: RustImage = {
  name: "GGRS plot operator",
  system: "ggrs-plot-operator",
  dockerfile: "Dockerfile",
  changed: "src/main.rs",
  rustImage: "rust:1.75-slim-bookworm",
  runtimeImage: "debian:bookworm-slim",
  prepare:
    "apt-get update && apt-get install -y libjemalloc-dev libprotobuf-dev libssl-dev make pkg-config protobuf-compiler",
  build:
    "cargo build --release --features jemalloc --locked && cp target/release/ggrs_plot_operator /program",
  peers: [{ name: "plain" }],
  size: { kind: "whole", bytes: 150e6, source: "150 MB (G20)" },
};

const rust =
  (image: RustImage): Measure =>
  async (bench, folder) =>
    (await measureRustImage(bench, image, folder)).figures;

/** By system: the cost of a change and the sizes of its images, against other recipes built in the same run. */
export const images = {
  "distributed-colony": onBuilder(colony),
  nullspace: onBuilder(rust(simulator)),
  "ggrs-plot-operator": onBuilder(rust(operator)),
  cv: onBuilder(cvImages),
  phialo: onBuilder(ciBase),
};

let opened: Promise<BuildBench> | undefined;

/** All suites share one builder, which the first one sets up. */
function onBuilder(measure: Measure): () => Promise<readonly Figure[]> {
  return async () => {
    const folder = await workFolder();
    try {
      return await measure(await (opened ??= BuildBench.open()), folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
