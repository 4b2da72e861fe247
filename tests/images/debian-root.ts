import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { ensureDebianPrograms } from "../../tools/local/debian.js";
import { directories } from "../../tools/local/directories.js";
import { UserError } from "../../src/problems/user-error.js";
import { withLock } from "../../tools/local/lock.js";
import { machineSources } from "../../tools/local/substitute-images/build-substitute.js";

const suite = "trixie";

/** Docker as Debian packages it, Python for the AWS CLI, and a registry in place of ECR's. */
const packages = [
  "curl",
  "docker.io",
  "docker-buildx",
  "docker-cli",
  "docker-compose",
  "docker-registry",
  "ca-certificates",
  "iptables",
  "python3",
];

/** The registry of the account that moto plays. A run gives the name an address of the loopback device. */
export const registryHost = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

/** What lies over the packages: configuration, and small programs first on PATH. */
const overlay = join(__dirname, "debian-root");

/**
 * The folder of a small Debian system with Docker in it. Made once a machine and recipe, in the cache (20 s).
 *
 * @throws UserError on a machine that is not Debian, or without root.
 */
export async function debianRoot(): Promise<string> {
  const root = join(directories.cache, `docker-${await recipeHash()}`);
  const mark = join(root, "complete");
  return withLock(`${root}.lock`, async () => {
    if (existsSync(mark)) return root;
    await rm(root, { recursive: true, force: true });
    await make(root);
    await writeFile(mark, "");
    return root;
  });
}

async function recipeHash(): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([suite, packages]));
  for (const entry of await readdir(overlay, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(await readFile(join(entry.parentPath, entry.name)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function make(root: string): Promise<void> {
  await ensureDebianPrograms([
    { program: "mmdebstrap", package: "mmdebstrap", purpose: "make a small Debian system with Docker in it" },
  ]);
  const making = `${root}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(directories.cache, { recursive: true });
  const sources = `${root}.sources.list`;
  const list = await machineSources(suite);
  if (list === undefined) {
    throw new UserError(
      "The image tests need a Debian machine: apt's sources name no mirror of its release.",
    );
  }
  await writeFile(sources, list);
  const include = `--include=${packages.join(",")}`;
  await execa("mmdebstrap", ["--variant=minbase", "--mode=root", include, suite, making, sources], {
    stdin: "ignore",
  });
  await rm(sources);
  await cp(overlay, making, { recursive: true });
  for (const folder of ["opt/python", "var/lib/docker"]) {
    await mkdir(join(making, folder), { recursive: true });
  }
  await makeCertificate(making);
  await rename(making, root);
}

/** A certificate for the registry's host name, trusted by this system's Docker daemon and by nobody else. */
async function makeCertificate(root: string): Promise<void> {
  const files = ["-keyout", "/etc/docker-registry/key.pem", "-out", "/etc/docker-registry/certificate.pem"];
  const request = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "3650",
    "-subj",
    `/CN=${registryHost}`,
  ];
  const name = `subjectAltName=DNS:${registryHost}`;
  await execa("chroot", [root, "openssl", ...request, "-addext", name, ...files]);
  const trusted = join(root, "etc", "docker", "certs.d", registryHost);
  await mkdir(trusted, { recursive: true });
  await cp(join(root, "etc", "docker-registry", "certificate.pem"), join(trusted, "ca.crt"));
}
