import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { arch } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { directories } from "../directories.js";
import { writeLayout } from "./layout.js";
import type { Recipe } from "./recipes.js";
import { userError } from "../step-report.js";

/** Time stamp of every file newer than it, so that two machines make the same image of the same packages. */
const epoch = Date.UTC(2025, 7, 9) / 1000;

/**
 * For apt in the substitutes, as Debian's own images set it: no cache of packages or of their lists stays in a layer.
 * mmdebstrap keeps its options for the system that it makes.
 */
const aptKeepsNothing = [
  'Dir::Cache::pkgcache "";',
  'Dir::Cache::srcpkgcache "";',
  'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };',
];

/** The folder of a substitute's OCI layout in the cache. Another recipe, script or certificate gives another folder. */
async function layoutDirectory(recipe: Recipe): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([epoch, aptKeepsNothing, recipe]));
  const folder = join(__dirname, recipe.folder);
  for (const name of (await readdir(folder)).sort()) hash.update(await readFile(join(folder, name)));
  if (recipe.trustsMachine) hash.update(await readFile(caBundle(), "utf8").catch(() => ""));
  return join(directories.substitutes, `${recipe.name}-${hash.digest("hex").slice(0, 16)}`);
}

/** The layout of a recipe's substitute in the cache; undefined if the cache has none. */
export async function builtSubstitute(recipe: Recipe): Promise<string | undefined> {
  const directory = await layoutDirectory(recipe);
  return existsSync(join(directory, "index.json")) ? directory : undefined;
}

/**
 * Makes the substitute of a recipe and returns its layout. Needs `mmdebstrap`, root and the machine's Debian mirror.
 *
 * @throws UserError that says what is missing.
 */
export async function makeSubstitute(recipe: Recipe): Promise<string> {
  const directory = await layoutDirectory(recipe);
  await mkdir(directories.substitutes, { recursive: true });
  const work = await mkdtemp(join(directories.substitutes, ".making-"));
  try {
    const layer = join(work, "layer.tar");
    await debootstrap(recipe, work, layer);
    const layout = join(work, "layout");
    await mkdir(layout);
    await writeLayout(layout, {
      references: recipe.references,
      layer,
      config: recipe.config,
      architecture: arch() === "x64" ? "amd64" : arch(),
      epoch,
    });
    await rename(layout, directory);
    return directory;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function debootstrap(recipe: Recipe, work: string, layer: string): Promise<void> {
  const sources = join(work, "sources.list");
  await writeFile(sources, await debianSources(recipe.suite));
  const options = join(work, "apt.conf");
  await writeFile(options, [await aptNetworkOptions(), ...aptKeepsNothing, ""].join("\n"));
  const result = await execa("mmdebstrap", mmdebstrapArguments(recipe, { options, layer, sources }), {
    env: {
      SOURCE_DATE_EPOCH: String(epoch),
      HERE: join(__dirname, recipe.folder),
      NAME: recipe.name,
      CA_BUNDLE: recipe.trustsMachine ? caBundle() : "",
      ...recipe.settings,
    },
    stdin: "ignore",
    reject: false,
    all: true,
  });
  if (!result.failed) return;
  const lines = `${result.all}\n${result.shortMessage}`.trim().split("\n").slice(-12);
  throw userError(`The substitute image ${recipe.name} could not be made with mmdebstrap:`, ...lines);
}

/** How mmdebstrap makes the layer of a recipe: apt's options, the tar to write, and the list of apt's sources. */
export function mmdebstrapArguments(
  { variant, packages, folder, suite }: Recipe,
  files: { readonly options: string; readonly layer: string; readonly sources: string },
): readonly string[] {
  const finish = `${join(__dirname, folder, "finish")} "$1"`;
  return [
    `--variant=${variant}`,
    "--mode=root",
    ...(packages.length > 0 ? [`--include=${packages.join(",")}`] : []),
    `--aptopt=${files.options}`,
    '--aptopt=Apt::Install-Recommends "false"',
    // The packages make /lib64 a link to /usr/lib64 only if it is there when they are unpacked.
    "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr",
    ...["doc", "man", "locale", "info"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    "--skip=output/dev",
    // With packages only unpacked there is no step of customizing, and the script leaves nothing of apt to clean.
    ...(variant === "extract"
      ? [`--extract-hook=${finish}`, "--skip=cleanup/apt,cleanup/mmdebstrap,cleanup/reproducible"]
      : [`--customize-hook=${finish}`]),
    suite,
    files.layer,
    files.sources,
  ];
}

/** The machine's own bundle of certificates, where one is named; it may hold those of a company's proxy. */
function caBundle(): string {
  return process.env["SSL_CERT_FILE"] ?? "";
}

async function debianSources(suite: Recipe["suite"]): Promise<string> {
  const sources = await machineSources(suite);
  if (sources !== undefined) return sources;
  throw userError(
    "Substitute base images are made of Debian packages, and this is not a Debian machine.",
    "Where: /etc/apt/sources.list and /etc/apt/sources.list.d hold no source for this Debian release.",
    "Fix: let this machine pull from docker.io and gcr.io, then run `npm run up` again.",
  );
}

/** Proxies and the like that apt uses on this machine: mmdebstrap does not read them by itself. */
async function aptNetworkOptions(): Promise<string> {
  const { stdout } = await execa("apt-config", ["dump", "Acquire"]);
  return stdout
    .split("\n")
    .filter((line) => /^Acquire::(https?|Check|Retries)/i.test(line))
    .join("\n");
}

/**
 * A sources.list for a release on the mirror from which this machine has its own packages. Undefined where the machine
 * is not Debian, or where apt's sources name no mirror of its release.
 */
export async function machineSources(suite: string): Promise<string | undefined> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  if (!/^ID=debian$/m.test(release)) return undefined;
  const codename = /^VERSION_CODENAME=(\S+)$/m.exec(release)?.[1] ?? "";
  // One line for every list of packages that apt's sources, of either style, name.
  const format = "$(RELEASE) $(REPO_URI) $(SIGNED_BY)";
  const options = ["--no-release-info", "--format", format, "Created-By: Packages"];
  const { failed, stdout } = await execa("apt-get", ["indextargets", ...options], { reject: false });
  return failed ? undefined : sourcesList(stdout, codename, suite);
}

/**
 * The list for `suite` on the mirror of exactly the release `codename`, so neither that of security updates nor that of
 * anybody else's packages, with the keyring that its lists are signed with. Undefined if there is none.
 *
 * @param targets lines of `RELEASE URI KEY`. Where apt's own trusted keys are used, no file is named.
 */
export function sourcesList(targets: string, codename: string, suite: string): string | undefined {
  for (const line of targets.split("\n")) {
    const [release, uri, key = ""] = line.split(" ");
    if (release !== codename || uri === undefined) continue;
    return `deb ${key.startsWith("/") ? `[signed-by=${key}] ` : ""}${uri} ${suite} main\n`;
  }
  return undefined;
}
