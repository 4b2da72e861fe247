import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { checkout } from "./sources.js";

/** The one crate that the small project depends on: its files. */
const greeting: Readonly<Record<string, string>> = {
  "Cargo.toml": '[package]\nname = "greeting"\nversion = "1.0.0"\nedition = "2021"\n',
  "src/lib.rs": 'pub const GREETING: &str = "from the registry";\n',
};

/** The crate as registries hand it out: an archive, and its SHA-256. */
export interface Crate {
  readonly archive: Buffer;
  readonly checksum: string;
}

/** Packs the crate. */
export async function packCrate(): Promise<Crate> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-crate-"));
  await writeTree(join(folder, "greeting-1.0.0"), greeting);
  await execa("tar", ["--create", "--gzip", "--file", "archive", "greeting-1.0.0"], { cwd: folder });
  const archive = await readFile(join(folder, "archive"));
  await rm(folder, { recursive: true });
  return { archive, checksum: createHash("sha256").update(archive).digest("hex") };
}

/** Where the small project's dependency comes from, as Cargo.toml and Cargo.lock say it. */
export interface Origin {
  readonly manifest: string;
  readonly lock: string;
}

/** Of crates.io, or of what stands in its place. */
export function fromRegistry({ checksum }: Crate): Origin {
  const index = "registry+https://github.com/rust-lang/crates.io-index";
  return { manifest: '"1"', lock: `source = "${index}"\nchecksum = "${checksum}"` };
}

/** Of a git repository at a commit. */
export function fromGit(url: string, commit: string): Origin {
  return { manifest: `{ git = "${url}" }`, lock: `source = "git+${url}#${commit}"` };
}

/** A checkout with CV's Docker files, and in place of its sources a program with one dependency; its path. */
export async function smallProject(docker: ThrowawayDocker, name: string, origin: Origin): Promise<string> {
  const cwd = await checkout(docker, name);
  await rm(join(docker.path(cwd), "src"), { recursive: true });
  await writeTree(docker.path(cwd), {
    "Cargo.toml": `[package]
name = "cv"
version = "0.1.0"
edition = "2024"

[dependencies]
greeting = ${origin.manifest}
`,
    "Cargo.lock": `version = 4

[[package]]
name = "cv"
version = "0.1.0"
dependencies = ["greeting"]

[[package]]
name = "greeting"
version = "1.0.0"
${origin.lock}
`,
    "src/main.rs": 'fn main() {\n    println!("{}", greeting::GREETING);\n}\n',
  });
  return cwd;
}

/** The crate vendored, and `config.toml` as `cargo vendor` prints it for another folder. */
export async function vendorCrate(folder: string, { checksum }: Crate): Promise<void> {
  await writeTree(folder, {
    "config.toml": `[source.crates-io]
replace-with = "vendored-sources"

[source.vendored-sources]
directory = "third party/crates"
`,
    "greeting/.cargo-checksum.json": JSON.stringify({ files: {}, package: checksum }),
  });
  await writeTree(join(folder, "greeting"), greeting);
}

/** A bare git repository with the crate, to be served as plain files; its commit. */
export async function crateRepository(folder: string): Promise<string> {
  const sources = await mkdtemp(join(tmpdir(), "slipway-repository-"));
  await writeTree(sources, greeting);
  const git = (...command: string[]) =>
    execa("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...command], { cwd: sources });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "Greet");
  const { stdout: commit } = await git("rev-parse", "HEAD");
  await git("clone", "--quiet", "--bare", ".", folder);
  await execa("git", ["update-server-info"], { cwd: folder });
  await rm(sources, { recursive: true });
  return commit;
}

async function writeTree(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
