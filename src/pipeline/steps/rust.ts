import type { Step } from "../../catalogue/workflow-model.js";

/**
 * The toolchain that an image of Rust holds, as rustup names it, so that tests run with what the image is built with:
 * `rust:1.75-slim-bookworm` → `1.75`. The newest stable one where the image's name does not tell.
 */
export function toolchainOf(image: string): string {
  return /^rust:(\d+\.\d+(?:\.\d+)?)\b/.exec(image)?.[1] ?? "stable";
}

/** Installs the toolchain that the job's variable RUSTUP_TOOLCHAIN names, with rustup: GitHub's runners bring it along. */
export const installRust: Step = {
  name: "Install Rust toolchain",
  run: 'rustup toolchain install "$RUSTUP_TOOLCHAIN" --profile minimal --component rustfmt,clippy',
};

const cached = {
  path: ["~/.cargo/registry/index", "~/.cargo/registry/cache", "~/.cargo/git/db", "target", ""].join("\n"),
  key: "${{ runner.os }}-cargo-registry-${{ hashFiles('**/Cargo.lock') }}",
};

/**
 * Brings back Cargo's registry, its index and the target directory (G24). Not for a release, which takes nothing that
 * another run left behind. Its id is `cargo`.
 */
export const restoreCargoCache: Step = {
  name: "Restore Cargo cache",
  id: "cargo",
  if: "github.ref_type == 'branch'",
  uses: "actions/cache/restore",
  with: cached,
};

/** Keeps the same for later runs. Not in a pull request: what it leaves behind is of no use to others. */
export const saveCargoCache: Step = {
  name: "Save Cargo cache",
  if: "github.event_name == 'push' && github.ref_type == 'branch' && steps.cargo.outputs.cache-hit != 'true'",
  uses: "actions/cache/save",
  with: cached,
};
