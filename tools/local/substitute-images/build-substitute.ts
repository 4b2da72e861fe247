import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { arch } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { directories } from "../directories.js";
import { UserError } from "../../../src/problems/user-error.js";
import { machineSources } from "./apt.js";
import { writeLayout } from "./layout.js";
import type { Recipe } from "./recipes.js";

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

/** Whether the cache has the substitute of a recipe. */
export async function isBuilt(recipe: Recipe): Promise<boolean> {
  return existsSync(join(await layoutDirectory(recipe), "index.json"));
}

/**
 * Makes the substitute of a recipe, unless the cache has it, and returns its folder and whether it was made now.
 * `wrap` runs around the making alone, to announce it. Needs `mmdebstrap`, root and the machine's Debian mirror. Throws a UserError that says what is missing.
 */
export async function buildSubstitute(
  recipe: Recipe,
  wrap: (work: () => Promise<void>) => Promise<void> = (work) => work(),
): Promise<{ directory: string; made: boolean }> {
  const directory = await layoutDirectory(recipe);
  if (existsSync(join(directory, "index.json"))) return { directory, made: false };
  await wrap(() => makeLayout(recipe, directory));
  return { directory, made: true };
}

async function makeLayout(recipe: Recipe, directory: string): Promise<void> {
  await mkdir(directories.substitutes, { recursive: true });
  const work = await mkdtemp(join(directories.substitutes, ".making-"));
  try {
    const layer = join(work, "layer.tar");
    await debootstrap(recipe, work, layer);
    const layout = join(work, "layout");
    await mkdir(layout);
    await writeLayout(layout, {
      layer,
      references: recipe.references,
      config: recipe.config,
      architecture: arch() === "x64" ? "amd64" : arch(),
      epoch,
    });
    await rename(layout, directory);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function debootstrap(recipe: Recipe, work: string, layer: string): Promise<void> {
  const sources = join(work, "sources.list");
  await writeFile(sources, await debianSources(recipe.suite));
  const options = join(work, "apt.conf");
  await writeFile(options, [await aptNetworkOptions(), ...aptKeepsNothing, ""].join("\n"));
  const folder = join(__dirname, recipe.folder);
  const result = await execa(
    "mmdebstrap",
    [
      `--variant=${recipe.variant}`,
      "--mode=root",
      ...(recipe.packages.length > 0 ? [`--include=${recipe.packages.join(",")}`] : []),
      `--aptopt=${options}`,
      '--aptopt=Apt::Install-Recommends "false"',
      // The packages make /lib64 a link to /usr/lib64 only if it is there when they are unpacked.
      "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr",
      ...["doc", "man", "locale", "info"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
      "--skip=output/dev",
      ...hook(recipe.variant, `${join(folder, "finish")} "$1"`),
      recipe.suite,
      layer,
      sources,
    ],
    {
      env: {
        SOURCE_DATE_EPOCH: String(epoch),
        HERE: folder,
        NAME: recipe.name,
        CA_BUNDLE: recipe.trustsMachine ? caBundle() : "",
        ...recipe.settings,
      },
      stdin: "ignore",
      reject: false,
      all: true,
    },
  );
  if (result.failed) {
    const lines = `${result.all}\n${result.shortMessage}`.trim().split("\n").slice(-12);
    throw new UserError(
      [`The substitute image ${recipe.name} could not be made with mmdebstrap:`, ...lines].join("\n  "),
    );
  }
}

/** With packages only unpacked there is no step of customizing, and the script leaves nothing of apt to clean. */
function hook(variant: Recipe["variant"], command: string): readonly string[] {
  switch (variant) {
    case "extract":
      return [`--extract-hook=${command}`, "--skip=cleanup/apt,cleanup/mmdebstrap,cleanup/reproducible"];
    case "minbase":
      return [`--customize-hook=${command}`];
  }
}

/** The machine's own bundle of certificates, where one is named; it may hold those of a company's proxy. */
function caBundle(): string {
  return process.env["SSL_CERT_FILE"] ?? "";
}

async function debianSources(suite: Recipe["suite"]): Promise<string> {
  const sources = await machineSources(suite);
  if (sources !== undefined) return sources;
  throw new UserError(
    [
      "Substitute base images are made of Debian packages, and this is not a Debian machine.",
      "Where: /etc/apt/sources.list and /etc/apt/sources.list.d hold no source for this Debian release.",
      "Fix: let this machine pull from docker.io and gcr.io, then run `npm run up` again.",
    ].join("\n  "),
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
