import type { Step } from "../../catalogue/workflow-model.js";

/**
 * The toolchain of a Rust image in rustup's words, so that tests use the image's compiler: `rust:1.75-slim-bookworm` →
 * `1.75`. `stable` if the image's name does not contain a version.
 */
export function toolchainOf(image: string): string {
  return /^rust:(\d+\.\d+(?:\.\d+)?)\b/.exec(image)?.[1] ?? "stable";
}

/** Installs the toolchain in the job's variable RUSTUP_TOOLCHAIN with rustup, which GitHub's runners include. */
export const installRust: Step = {
  name: "Install Rust toolchain",
  run: 'rustup toolchain install "$RUSTUP_TOOLCHAIN" --profile minimal --component rustfmt,clippy',
};

const cached = {
  path: ["~/.cargo/registry/index", "~/.cargo/registry/cache", "~/.cargo/git/db", "target", ""].join("\n"),
  key: "${{ runner.os }}-cargo-registry-${{ hashFiles('**/Cargo.lock') }}",
};

/**
 * Restores Cargo's registry, its index and the target directory (G24), except for releases. Its id is `cargo`.
 */
export const restoreCargoCache: Step = {
  name: "Restore Cargo cache",
  id: "cargo",
  if: "github.ref_type == 'branch'",
  uses: "actions/cache/restore",
  with: cached,
};

/** Saves them for later runs, but not in a pull request, whose cache other runs cannot read. */
export const saveCargoCache: Step = {
  name: "Save Cargo cache",
  if: "github.event_name == 'push' && github.ref_type == 'branch' && steps.cargo.outputs.cache-hit != 'true'",
  uses: "actions/cache/save",
  with: cached,
};

/** Installs Node in a version such as `20`. Disables the npm cache, which a pull request could poison. */
export function setUpNode(version: string): Step {
  return {
    name: "Set up Node",
    uses: "actions/setup-node",
    with: { "node-version": version, "package-manager-cache": false },
  };
}
