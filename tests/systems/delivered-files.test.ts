import assert from "node:assert/strict";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { cargoProblems } from "../../src/delivery/drift/cargo-agreement.js";
import type { DeliveredFile } from "../../src/plan/delivery-plan.js";
import { staticFiles } from "../../src/delivery/static-files.js";
import { catalogue } from "../../systems/index.js";
import { assertInOrder } from "./in-order.js";

/** Files as they are delivered, by `<system>/<path>`. */
const files: ReadonlyMap<string, DeliveredFile> = new Map(
  catalogue.flatMap(({ name }) => staticFiles(name).map((file) => [`${name}/${file.path}`, file] as const)),
);
const read = (file: string) => files.get(file)?.content.toString() ?? assert.fail(`${file} is not delivered`);
const dockerfiles = [...files.keys()].filter(
  (file) => /\/Dockerfile(\.\w+)?$/.test(file) && !file.endsWith("ignore"),
);

const colony = "distributed-colony/Docker";
const ggrs = "ggrs-plot-operator";
const guide = `${ggrs}/docs/docker.md`;
const page = "phialo/docs/ci-base-image.md";
const GGRS_BUILD = "\ncargo build --release --features jemalloc --locked\n";
const LOCAL_BUILD = 'docker buildx build --builder "$BUILDER" --platform linux/amd64 --load ';
const JEMALLOC = "background_thread:true,metadata_thp:auto,dirty_decay_ms:30000,muzzy_decay_ms:30000";

/** What the documents ask of a file and no test of its image shows: texts that are there in this order, `…` for a gap. */
const requirements: readonly (readonly [what: string, file: string, ...texts: readonly string[]])[] = [
  ...["base", "colony"].map(
    (name) => ["D4, D27", `${colony}/build-and-push-${name}.sh`, LOCAL_BUILD] as const,
  ),
  ["D5", `${colony}/Dockerfile.base`, "ARG CHEF_IMAGE=lukemathwalker/cargo-chef:latest-rust-1.87-alpine\n"],
  ["D9", `${colony}/Dockerfile.base`, 'ENV RUSTFLAGS="-C link-arg=-s"\n'],
  // By -p, strip keeps file times.
  ["D10", `${colony}/Dockerfile.base`, "-name '*.rlib' -exec strip -p --strip-debug {}"],
  ["D11", `${colony}/Dockerfile.base`, "deps -type f -perm -100 -exec strip -p --strip-debug {}"],
  // With another date than the base's, C is compiled again.
  ["D14", `${colony}/Dockerfile.base`, '"${SOURCE_DATE_EPOCH-}" > target/source-date-epoch\n'],
  ["D14", `${colony}/Dockerfile`, "\nSOURCE_DATE_EPOCH=$(cat target/source-date-epoch)\n"],
  [
    "D15, D20",
    `${colony}/Dockerfile`,
    "ARG BASE_IMAGE=distributed-colony-base:latest\n … ARG RUNTIME_IMAGE=",
  ],
  ["D18", `${colony}/Dockerfile`, "\ncargo build --release --bin backend --bin coordinator --offline "],
  ["D20", `${colony}/Dockerfile`, "=gcr.io/distroless/cc:nonroot\n … ARG BUILD_VERSION=dev\n"],
  ...["AWS_REGION:-eu-west-1", "ECR_BASE_REPOSITORY:-distributed-colony-base", "BASE_IMAGE_TAG:-latest"].map(
    (setting) => ["D29", `${colony}/build-and-push-base.sh`, `=\${${setting}}\n`] as const,
  ),
  ...[
    "AWS_REGION:-eu-west-1",
    "ECR_REPOSITORY:-distributed-colony",
    "IMAGE_TAG:-latest",
    "BUILD_VERSION:-$(date",
  ].map((setting) => ["D29", `${colony}/build-and-push-colony.sh`, `=\${${setting}`] as const),
  ["N33", "nullspace/Dockerfile", "COPY Cargo.toml Cargo.lock ./ … node/Cargo.toml … client/Cargo.toml"],
  ["N33", "nullspace/Dockerfile", "execution/Cargo.toml … simulator/Cargo.toml … types/Cargo.toml"],
  ["N33, N36", "nullspace/Dockerfile", "website/wasm/Cargo.toml … COPY node/ ./node/ … COPY client/"],
  ["N36", "nullspace/Dockerfile", "COPY execution/ … COPY simulator/ … COPY types/ … COPY website/wasm/"],
  [
    "N35",
    "nullspace/Dockerfile",
    "\ncargo build --release --package nullspace-simulator || cat > target/warn",
  ],
  ["N36", "nullspace/Dockerfile", "\ncargo build --release --package nullspace-simulator\n"],
  ["G1", `${ggrs}/Dockerfile`, "ARG RUST_IMAGE=rust:1.75-slim-bookworm\n … RUNTIME_IMAGE=debian:bookworm"],
  ["G6", `${ggrs}/Dockerfile`, `${GGRS_BUILD} … ${GGRS_BUILD}`],
  [
    "G12",
    `${ggrs}/Dockerfile`,
    '_RELEASE_LTO=true\n … _CODEGEN_UNITS=1\n … _OPT_LEVEL="z"\n … _STRIP=true\n',
  ],
  ["G3", guide, "Cargo 1.78 and newer can write a `Cargo.lock` of version 4, which Rust 1.75 cannot read"],
  ["G14", guide, "Optimising for size costs speed at run time"],
  ["G39", guide, "# Output: /usr/lib/x86_64-linux-gnu/libjemalloc.so.2\n", `# Output: ${JEMALLOC}\n`],
  ["G41", guide, "without it there is no cache"],
  ...["Updates", "Scans", "Network", "Limits"].map((topic) => ["G44", guide, `**${topic}.`] as const),
  ["P1", "phialo/Dockerfile.base", "ARG NODE_IMAGE=node:20-alpine\n … ARG PNPM_VERSION=9.15.2\n"],
  ["P1", page, "> **Node 20 reached its end of life on 30 April 2026** and gets no security fixes since."],
  ["P1", page, "Node 24 gets fixes until 30 April 2028"],
  ["P1", "phialo/scripts/test-ci-base.sh", "\n  20) end=2026-04-30 ;; … \n  24) end=2028-04-30 ;;"],
  [
    "P2",
    "phialo/Dockerfile.base",
    "RUN apk add --no-cache \\\n    git python3 make g++ gcompat \\\n    bash curl",
  ],
  // From what changes least to the settings, which no step follows.
  [
    "P8",
    "phialo/Dockerfile.base",
    "\nFROM … \nRUN apk … \nRUN corepack … \nENV CI=true … \nUSER 1001:1001\n",
  ],
  ["P10", page, "\ndocker build -f Dockerfile.base -t phialo-ci-base:latest .\n"],
  [
    "P10",
    page,
    "\nDOCKER_BUILDKIT=1 docker build … --build-arg BUILDKIT_INLINE_CACHE=1 … -t phialo-ci-base:latest .\n",
  ],
  ["P10", page, "\ndocker buildx build --builder phialo … --platform linux/amd64,linux/arm64 … --push .\n"],
  ["P14", page, "\n**This is no production image.** … python3 … make … g++"],
  ["P18", page, "\n| weekly  … \n| monthly  … \n| quarterly  … \n| yearly "],
  ["P19", page, "number of layers, steps from the cache\nout of all, and known vulnerabilities"],
  ["P20, P13", page, "## Breaking changes", "a distroless variant"],
  ["P13", page, "About 231 MB were planned"],
];

/** What a file must not say. */
const forbidden: readonly (readonly [what: string, file: string, pattern: RegExp])[] = [
  ...dockerfiles.map(
    (file) => ["X7: a frontend to download, a platform", file, /^#\s*syntax\s*=|^FROM --platform/m] as const,
  ),
  ...dockerfiles.map(
    (file) => ["G12: a remark behind a variable, part of it", file, /^ENV [^\n]*[^\n\\] +#/m] as const,
  ),
  ["D12: RUSTFLAGS once more", `${colony}/Dockerfile`, /^ENV RUSTFLAGS/m],
  ["D13: mounts", `${colony}/Dockerfile`, /--mount/],
  ["D13: mounts", `${colony}/Dockerfile.base`, /--mount/],
  ["G14: size is free", guide, /no impact on runtime performance/i],
  [
    "G31, G43: tags that there are not",
    guide,
    /ghcr\.io\/tercen\/ggrs_plot_operator:(?!(?:main|test)\b)[\w.-]/,
  ],
  ["G40: profiling without a dump", guide, /MALLOC_CONF=(?=\S*prof:true)(?!\S*prof_final:true)/],
  ["P17: a flag that does not exist", page, /^docker [^`]*--parallel/m],
  ["a COPY, an ADD: it takes nothing from the repository", "phialo/Dockerfile.base", /^(?:COPY|ADD)/m],
  ["X4: the Dockerfile's defaults", "phialo/docker-bake.hcl", /node:\d|\d+\.\d+\.\d+"/],
  ["C13: resolv.conf", "cv/docker/Dockerfile.prod", /resolv/],
  ["C13: resolv.conf", "cv/docker/Dockerfile.dev", /resolv/],
  ["C13: resolv.conf", "cv/docker/Dockerfile.minimal", /resolv/],
];

/** What reaches a build: the rules of an ignore file. */
const ignoreRules: readonly (readonly [what: string, file: string, rules: string])[] = [
  [
    "D14",
    `${colony}/Dockerfile.base.dockerignore`,
    "* !Cargo.toml !Cargo.lock !crates/backend/Cargo.toml !crates/coordinator/Cargo.toml !crates/shared/Cargo.toml",
  ],
  // Docker does not read the first (D2).
  ["D2", `${colony}/.dockerignore`, rulesOf(`${colony}/Dockerfile.dockerignore`)],
  ["G5", `${ggrs}/.dockerignore`, "* !Cargo.toml !Cargo.lock !build.rs !protos !src"],
  [
    "N9–N13",
    "nullspace/Dockerfile.dockerignore",
    "* !Cargo.toml !Cargo.lock !node !client !execution !simulator !types !website/wasm **/target website/wasm/pkg" +
      " **/node_modules **/.git **/.DS_Store **/Dockerfile* **/.env* **/*.md",
  ],
  ["nothing of the repository", "phialo/Dockerfile.base.dockerignore", "*"],
  ["C6", "cv/docker/Dockerfile.minimal.dockerignore", rulesOf("cv/docker/Dockerfile.prod.dockerignore")],
];

function rulesOf(file: string): string {
  const lines = read(file).split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#")).join(" ");
}

describe("delivered files", () => {
  for (const { name } of catalogue) {
    it(`of ${name} are those that its sample is built from`, () => {
      for (const file of staticFiles(name)) {
        const inSample = join("systems", name, "sample", file.path);
        if (existsSync(inSample)) assert.equal(realpathSync(inSample), realpathSync(file.source));
      }
    });
  }

  it("that are scripts for people can be run", () => {
    for (const [name, { content, executable }] of files)
      if (name.endsWith(".sh")) assert.equal(executable, content.toString().startsWith("#!"), name);
  });

  it("build on images that an argument can replace (X4), or on nothing", () => {
    for (const file of dockerfiles) {
      const froms = [...read(file).matchAll(/^FROM (\S+) AS (\S+)$/gm)];
      assert.equal(froms.length, [...read(file).matchAll(/^FROM/gm)].length, file);
      const stages = froms.map(([, , stage]) => stage);
      for (const [, from = ""] of froms)
        assert.ok(/^\$\{[A-Z_]+\}$|^scratch$/.test(from) || stages.includes(from), `${file}: ${from}`);
    }
  });

  for (const [what, file, ...texts] of requirements)
    it(`${what}: ${file}: ${texts.join(" … ").trim()}`, () => {
      assertInOrder(read(file), texts);
    });
  for (const [what, file, pattern] of forbidden)
    it(`not ${what}: ${file}`, () => {
      assert.doesNotMatch(read(file), pattern);
    });
  for (const [what, file, rules] of ignoreRules)
    it(`${what}: ${file}`, () => {
      assert.equal(rulesOf(file), rules);
    });

  it("CV's prod and minimal compile alike, so that one finds in the cache what the other compiled (C6)", () => {
    const [prod, minimal] = ["prod", "minimal"].map((type) =>
      /^FROM scratch AS vendor\n[\s\S]*?^BUILD\n/m
        .exec(read(`cv/docker/Dockerfile.${type}`))?.[0]
        .replace(/Dockerfile\.(prod|minimal)/, "the other"),
    );
    assert.ok(prod);
    assert.equal(prod, minimal);
  });

  for (const message of [
    "error: linking with cc failed",
    "error: failed to compile",
    "proto file not found",
    "cannot open shared object file: libjemalloc.so.2",
    "permission denied",
    "connection refused to Tercen",
    "Error: buildx failed with: error: denied: permission_denied",
    'Error: failed to solve: process "/bin/sh -c cargo build"',
  ])
    it(`G41: a row with a remedy for ${message}`, () => {
      const row = read(guide)
        .split("\n")
        .find((line) => line.startsWith("| `") && line.includes(`\`${message}\``));
      assert.match(row ?? "", /^(?:\|[^|]*[^|\s][^|]*){3}\|/);
    });
});

describe("GGRS's Cargo fragments (G13, G15)", () => {
  const profiles = read(`${ggrs}/docs/cargo-profiles.toml`);
  const features = read(`${ggrs}/docs/cargo-features.toml`);
  /** The parser's tables have no prototype; these do, as the literals they are compared with. */
  const toml = (text: string) => structuredClone(parse(text));

  it("are the document's", () => {
    assert.deepEqual(toml(`${features}\n${profiles}`), {
      features: { default: ["jemalloc"], jemalloc: ["tikv-jemallocator"] },
      dependencies: {
        "tikv-jemallocator": { version: "0.6", optional: true, features: ["profiling", "stats"] },
      },
      profile: {
        dev: { "opt-level": 0, debug: true },
        release: { "opt-level": "z", lto: true, "codegen-units": 1, strip: true },
        maxperf: { inherits: "release", "opt-level": 3, lto: "fat" },
      },
    });
  });

  it("agree with the Dockerfile's environment and features, and are the sample's", () => {
    const manifest = `[package]\nname = "a"\n${features}\n${profiles}`;
    assert.deepEqual(cargoProblems("fragments", read(`${ggrs}/Dockerfile`), manifest), []);
    const sample = toml(readFileSync(`systems/${ggrs}/sample/Cargo.toml`, "utf8"));
    assert.deepEqual(sample["profile"], toml(profiles)["profile"]);
    assert.deepEqual(sample["features"], toml(features)["features"]);
  });
});
