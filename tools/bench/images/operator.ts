import type { BuildBench } from "../build-bench.js";
import type { Figure } from "../figure.js";
import { measureRustImage } from "./rust-image.js";

/** GGRS plot operator. Its manifest has the profile that the Dockerfile names, so the peers build the same program. */
export async function operator(bench: BuildBench, folder: string): Promise<readonly Figure[]> {
  const { figures } = await measureRustImage(
    bench,
    {
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
    },
    folder,
  );
  return figures;
}
