import type { RunConfig } from "./layout.js";

const certificates = "/etc/ssl/certs/ca-certificates.crt";
const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * How a substitute for a public base image is made: Debian packages, then the script `<folder>/finish` on the
 * unpacked root folder. `extract` unpacks the packages only, `minbase` makes a small system with apt and a shell.
 */
export interface Recipe {
  readonly name: string;
  readonly folder: "alpine" | "cargo-chef" | "debian" | "distroless" | "node" | "rust";
  /** The Debian release it is made of. What one compiles, others of the release can run. */
  readonly suite: "bookworm" | "trixie";
  /** The public names it answers to, as a Dockerfile writes them. */
  readonly references: readonly string[];
  readonly variant: "extract" | "minbase";
  readonly packages: readonly string[];
  /** Variables for the script. */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * Whether the machine's own certificates are put into it, so that a build can fetch through a company's proxy. Never
   * into what programs run on: it must not trust more than the public image.
   */
  readonly trustsMachine: boolean;
  readonly config: RunConfig;
  /** Seconds that making it takes on two cores, for messages. */
  readonly seconds: number;
}

const trust = [`SSL_CERT_FILE=${certificates}`, `CARGO_HTTP_CAINFO=${certificates}`];

/** `rust:<version>-slim-bookworm` as its own Dockerfile makes it: Debian, a linker, and the toolchain by rustup. */
function rustOnDebian(version: string): Recipe {
  return {
    name: `rust-${version}-debian`,
    folder: "rust",
    suite: "bookworm",
    references: [`docker.io/library/rust:${version}-slim-bookworm`],
    variant: "minbase",
    packages: ["ca-certificates", "gcc", "libc6-dev"],
    settings: { RUST_VERSION: `${version}.0` },
    trustsMachine: true,
    config: rustConfig(version),
    seconds: 75,
  };
}

function rustConfig(version: string): RunConfig {
  return {
    Env: [
      `PATH=/usr/local/cargo/bin:${systemPath}`,
      "RUSTUP_HOME=/usr/local/rustup",
      "CARGO_HOME=/usr/local/cargo",
      `RUST_VERSION=${version}.0`,
      ...trust,
    ],
    Cmd: ["bash"],
    WorkingDir: "/",
  };
}

/** A substitute of `gcr.io/distroless/<what>:nonroot`, with these packages besides what all of them have. */
function distroless(what: string, packages: readonly string[]): Recipe {
  return {
    name: `distroless-${what}`,
    folder: "distroless",
    suite: "trixie",
    references: [`gcr.io/distroless/${what}:nonroot`],
    variant: "extract",
    packages: ["base-files", "ca-certificates", ...packages, "netbase", "tzdata"],
    trustsMachine: false,
    config: {
      Env: [`PATH=${systemPath}`, `SSL_CERT_FILE=${certificates}`],
      User: "65532",
      WorkingDir: "/home/nonroot",
    },
    seconds: 10,
  };
}

/** All substitutes. Their contents follow the public images as far as Debian's packages allow. */
export const recipes: readonly Recipe[] = [
  distroless("static", []),
  distroless("cc", ["libc6", "libgcc-s1", "libgomp1", "libssl3t64", "libstdc++6"]),
  {
    name: "cargo-chef",
    folder: "cargo-chef",
    suite: "trixie",
    references: ["docker.io/lukemathwalker/cargo-chef:latest-rust-1.87-alpine"],
    variant: "minbase",
    packages: [
      "binutils",
      "ca-certificates",
      "cargo",
      "gcc",
      "git",
      "libc6-dev",
      "libssl-dev",
      "pkg-config",
      "rustc",
    ],
    trustsMachine: true,
    config: {
      Env: [`PATH=/usr/local/cargo/bin:${systemPath}`, "CARGO_HOME=/usr/local/cargo", ...trust],
      WorkingDir: "/",
    },
    seconds: 90,
  },
  {
    name: "debian",
    folder: "debian",
    suite: "bookworm",
    references: ["docker.io/library/debian:bookworm-slim"],
    variant: "minbase",
    packages: [],
    trustsMachine: false,
    config: { Env: [`PATH=${systemPath}`], Cmd: ["bash"] },
    seconds: 30,
  },
  rustOnDebian("1.75"),
  rustOnDebian("1.83"),
  rustOnDebian("1.87"),
  {
    name: "rust-1.87-alpine",
    folder: "rust",
    suite: "bookworm",
    references: ["docker.io/library/rust:1.87-alpine3.21"],
    variant: "minbase",
    packages: ["ca-certificates", "gcc", "libc6-dev", "musl-tools"],
    settings: { RUST_VERSION: "1.87.0", LIBC: "musl" },
    trustsMachine: true,
    config: rustConfig("1.87"),
    seconds: 80,
  },
  {
    name: "alpine",
    folder: "alpine",
    suite: "bookworm",
    references: ["docker.io/library/alpine:3.21"],
    variant: "extract",
    packages: ["base-files", "busybox-static", "ca-certificates", "musl"],
    trustsMachine: false,
    config: { Env: [`PATH=${systemPath}`], Cmd: ["/bin/sh"] },
    seconds: 10,
  },
  {
    name: "node",
    folder: "node",
    suite: "bookworm",
    references: ["docker.io/library/node:20-alpine"],
    variant: "minbase",
    packages: ["ca-certificates", "libstdc++6"],
    settings: { NODE_VERSION: "20.19.5", NPM_VERSION: "10.8.2", COREPACK_VERSION: "0.34.0" },
    trustsMachine: true,
    config: {
      Env: [
        `PATH=${systemPath}`,
        "NODE_VERSION=20.19.5",
        `NODE_EXTRA_CA_CERTS=${certificates}`,
        // A company's mirror of npm's registry leaves out the signatures that corepack asks for.
        "COREPACK_INTEGRITY_KEYS=0",
        ...trust,
      ],
      Cmd: ["node"],
    },
    seconds: 60,
  },
];
