import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { BuildBench } from "./build-bench.js";

const CHEF_IMAGE = "lukemathwalker/cargo-chef:latest-rust-1.87-alpine";

/**
 * The builder image's compiler, run on this machine without BuildKit: same version, same flags, so that only the image
 * build differs. Needs root: it uses chroot, with the sources mounted in it.
 */
export class HostToolchain {
  private constructor(private readonly root: string) {}

  static async unpack(bench: BuildBench, folder: string): Promise<HostToolchain> {
    const recipe = join(folder, "toolchain");
    await mkdir(recipe);
    await writeFile(join(recipe, "Dockerfile"), `FROM ${CHEF_IMAGE}\n`);
    const root = join(folder, "root");
    await bench.files(join(recipe, "Dockerfile"), root);
    // An image may lack the folders that are mounted into a container.
    for (const name of ["dev", "proc", "src", "tmp"]) await mkdir(join(root, name), { recursive: true });
    await copyFile("/etc/resolv.conf", join(root, "etc/resolv.conf"));
    return new HostToolchain(root);
  }

  /** Seconds for `cargo build --release` of both programs. Mounts end with the process. */
  async build(sources: string): Promise<number> {
    const started = performance.now();
    await execa(
      "unshare",
      [
        "--mount",
        "sh",
        "-euc",
        'mount --rbind /dev "$1/dev"; mount -t proc proc "$1/proc"; mount --bind "$2" "$1/src"; exec chroot "$1" sh -euc "cd /src && cargo build --release --bin backend --bin coordinator"',
        "sh",
        this.root,
        sources,
      ],
      {
        env: {
          PATH: "/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          RUSTFLAGS: "-C link-arg=-s",
          // That of this machine need not be there.
          TMPDIR: "/tmp",
          CARGO_TARGET_DIR: "/target",
          ...(process.env["SSL_CERT_FILE"] !== undefined && {
            SSL_CERT_FILE: "/etc/ssl/certs/ca-certificates.crt",
            CARGO_HTTP_CAINFO: "/etc/ssl/certs/ca-certificates.crt",
          }),
        },
      },
    );
    return (performance.now() - started) / 1000;
  }
}
