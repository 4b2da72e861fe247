import type { System } from "../../src/catalogue/system.js";
import { ci } from "./ci.js";

/** GGRS plot operator: one Rust program on GHCR, tested, scanned and attested (G1–G44). */
export const ggrsPlotOperator: System = {
  name: "ggrs-plot-operator",
  owner: "tercen",
  repository: "ggrs_plot_operator",
  registry: "ghcr",
  // G21: no `v`.
  releaseTags: "[0-9]+.[0-9]+.[0-9]+",
  versions: { RUST_IMAGE: "rust:1.75-slim-bookworm", RUNTIME_IMAGE: "debian:bookworm-slim" },
  images: [
    {
      id: "operator",
      repository: "ggrs_plot_operator",
      dockerfile: "Dockerfile",
      context: ".",
      // G11: the Dockerfile names a library by its x86_64 path.
      platforms: ["linux/amd64"],
      versionArgs: ["RUST_IMAGE", "RUNTIME_IMAGE"],
      tags: [{ kind: "branch", branches: "default" }, { kind: "git-tag" }],
    },
  ],
  workflows: ([operator]) => [ci(operator, { failOnCritical: false, operatorTest: false })],
  dependencyUpdates: [{ ecosystem: "cargo", directories: ["/"] }],
};
