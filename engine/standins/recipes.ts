import type { RunConfig } from "./layout.js";

/** The Debian release that all stand-ins are made of, so that what one compiles the other can run. */
export const suite = "trixie";

const certificates = "/etc/ssl/certs/ca-certificates.crt";

/**
 * How a stand-in for a public base image is made: Debian packages, then the script `<folder>/finish` on the
 * unpacked root folder. `extract` unpacks the packages only, `minbase` makes a small system with apt and a shell.
 */
export interface Recipe {
  readonly name: "cargo-chef" | "distroless-cc" | "distroless-static";
  readonly folder: "cargo-chef" | "distroless";
  /** The public names it answers to, as a Dockerfile writes them. */
  readonly references: readonly string[];
  readonly variant: "extract" | "minbase";
  readonly packages: readonly string[];
  readonly config: RunConfig;
}

const nonroot: RunConfig = {
  Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", `SSL_CERT_FILE=${certificates}`],
  User: "65532",
  WorkingDir: "/home/nonroot",
};

/** All stand-ins. Their contents follow the public images as far as Debian's packages allow. */
export const recipes: readonly Recipe[] = [
  {
    name: "distroless-static",
    folder: "distroless",
    references: ["gcr.io/distroless/static:nonroot"],
    variant: "extract",
    packages: ["base-files", "ca-certificates", "netbase", "tzdata"],
    config: nonroot,
  },
  {
    name: "distroless-cc",
    folder: "distroless",
    references: ["gcr.io/distroless/cc:nonroot"],
    variant: "extract",
    packages: [
      "base-files",
      "ca-certificates",
      "libc6",
      "libgcc-s1",
      "libgomp1",
      "libssl3t64",
      "libstdc++6",
      "netbase",
      "tzdata",
    ],
    config: nonroot,
  },
  {
    name: "cargo-chef",
    folder: "cargo-chef",
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
    config: {
      Env: [
        "PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "CARGO_HOME=/usr/local/cargo",
        `SSL_CERT_FILE=${certificates}`,
        `CARGO_HTTP_CAINFO=${certificates}`,
      ],
      WorkingDir: "/",
    },
  },
];
