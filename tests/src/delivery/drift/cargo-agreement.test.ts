import assert from "node:assert/strict";
import fc from "fast-check";
import { cargoProblems } from "../../../../src/delivery/drift/cargo-agreement.js";

const DOCKERFILE = `FROM rust AS builder
ENV CARGO_PROFILE_RELEASE_LTO=true
ENV CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 CARGO_PROFILE_RELEASE_OPT_LEVEL="z"
ENV CARGO_PROFILE_RELEASE_STRIP=true
RUN cargo build --release --features jemalloc
`;

const MANIFEST = `[package]
name = "operator"

[features]
jemalloc = []

[profile.release]
opt-level = "z"
lto = true
codegen-units = 1
strip = true
`;

const problems = (manifest: string, dockerfile = DOCKERFILE) =>
  cargoProblems("shop/app", dockerfile, manifest);

describe("cargoProblems", () => {
  it("finds nothing where the Dockerfile and Cargo.toml say the same (G13, G15)", () => {
    assert.deepEqual(problems(MANIFEST), []);
  });

  it("names the key, both values and the fix (G13)", () => {
    assert.deepEqual(problems(MANIFEST.replace('"z"', "3")), [
      {
        where: "shop/app, Cargo.toml",
        expected: 'opt-level = "z" in [profile.release], as in ENV CARGO_PROFILE_RELEASE_OPT_LEVEL',
        found: "opt-level = 3",
        fix: "use one value for both: the variable applies in the image, the file everywhere else",
      },
    ]);
  });

  it("finds a key and a whole profile that are not there, all at once (G13)", () => {
    const found = (manifest: string) => problems(manifest).map((problem) => problem.found);
    assert.deepEqual(found(MANIFEST.replace("strip = true\n", "")), ["no strip"]);
    assert.deepEqual(found("[package]\n[features]\njemalloc = []\n"), [
      "no lto",
      "no codegen-units",
      "no opt-level",
      "no strip",
    ]);
  });

  it("takes for one what Cargo takes for one", () => {
    assert.deepEqual(
      problems(MANIFEST.replace("lto = true", 'lto = "fat"').replace("strip = true", 'strip = "symbols"')),
      [],
    );
    assert.equal(problems(MANIFEST.replace("lto = true", 'lto = "thin"'))[0]?.found, 'lto = "thin"');
  });

  it("follows a profile to the one it inherits from, and round no circle", () => {
    const dockerfile = "FROM rust\nENV CARGO_PROFILE_MAXPERF_LTO=fat\n";
    const manifest = '[profile.maxperf]\ninherits = "release"\n[profile.release]\nlto = true\n';
    assert.deepEqual(problems(manifest, dockerfile), []);
    const circle = '[profile.maxperf]\ninherits = "quick"\n[profile.quick]\ninherits = "maxperf"\n';
    assert.equal(problems(circle, dockerfile).length, 1);
  });

  it("finds a feature that the manifest has not, in whatever way it is named (G15)", () => {
    const manifest =
      '[package]\nname = "a"\n[features]\na = []\n[dependencies]\nb = { version = "1", optional = true }\n';
    for (const command of [
      "cargo build --release --features a,b,missing",
      'cargo build --features "a b missing" --locked',
      "cargo build -F missing",
      "cargo build \\\n  --release \\\n  --features=missing",
      "true && cargo build --features dep/inner --features missing",
    ]) {
      assert.deepEqual(problems(manifest, `FROM rust\nRUN ${command}\n`), [featureMissing], command);
    }
    assert.deepEqual(problems(manifest, "FROM rust\n# cargo build --features missing\n"), []);
    assert.deepEqual(problems("[workspace]\n", "FROM rust\nRUN cargo build -p a --features missing\n"), []);
  });

  it("says where a manifest is no TOML", () => {
    assert.deepEqual(problems('[package]\nname = "operator\n'), [
      {
        where: "shop/app, Cargo.toml",
        expected: "TOML",
        found: "at line 2: control characters are not allowed in strings",
        fix: "correct the file; `cargo metadata` reports the same",
      },
    ]);
  });

  it("leaves out settings for build scripts", () => {
    const setting = "ENV CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL=0\n";
    assert.deepEqual(problems(MANIFEST, DOCKERFILE + setting), []);
  });

  it("has nothing to say of a Dockerfile that sets no profile and names no feature", () => {
    assert.deepEqual(problems("no TOML [", "FROM rust\nRUN cargo build --release\n"), []);
  });

  it("never throws, whatever the files hold", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (manifest, more) => {
        problems(manifest);
        problems(MANIFEST, DOCKERFILE + more);
      }),
    );
  });
});

const featureMissing = {
  where: "shop/app, Cargo.toml",
  expected: "the feature missing, which the Dockerfile builds with",
  found: "no such feature",
  fix: "add it to [features], or remove it from the Dockerfile",
};
