import type { BuildBench } from "../build-bench.js";
import type { Figure } from "../figure.js";
import { measureRustImage } from "./rust-image.js";

/** Nullspace's simulator, against all three recipes. */
export async function simulator(bench: BuildBench, folder: string): Promise<readonly Figure[]> {
  const package_ = "--release --package nullspace-simulator";
  const { figures } = await measureRustImage(
    bench,
    {
      name: "Nullspace simulator",
      system: "nullspace",
      dockerfile: "Dockerfile",
      changed: "simulator/src/main.rs",
      rustImage: "rust:1.83-slim-bookworm",
      runtimeImage: "debian:bookworm-slim",
      prepare: "apt-get update && apt-get install -y pkg-config libssl-dev",
      build: `cargo build ${package_} && cp target/release/nullspace-simulator /program`,
      peers: [
        { name: "plain" },
        { name: "cargo-chef", cook: `cargo chef cook ${package_} --recipe-path recipe.json` },
        { name: "cache-mounts" },
      ],
      size: { kind: "over base and program", bytes: 15e6, source: "15 MB" },
    },
    folder,
  );
  return figures;
}
