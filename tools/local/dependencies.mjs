// Runs `npm ci` if node_modules is missing or older than package-lock.json. Plain JavaScript without packages,
// because it runs before there are any.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** The packages of a lock file as npm writes it, without what concerns other machines; undefined if unreadable. */
function packages(file) {
  try {
    const { "": root, ...rest } = JSON.parse(readFileSync(join(project, file), "utf8")).packages;
    return rest;
  } catch {
    return undefined;
  }
}

/** npm notes what it installed in node_modules: it is up to date if every note equals the lock file's. */
function isInstalled() {
  const wanted = packages("package-lock.json");
  const installed = packages("node_modules/.package-lock.json");
  if (wanted === undefined || installed === undefined) return false;
  const left = Object.keys(wanted).filter((name) => wanted[name].version !== installed[name]?.version);
  // Packages for other systems are in the lock file and never installed here.
  return left.every((name) => wanted[name].optional && installed[name] === undefined);
}

if (!isInstalled()) {
  console.log("→ Install npm packages (npm ci)");
  const begun = Date.now();
  const { status, error } = spawnSync("npm", ["ci", "--loglevel=error"], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) {
    console.error(
      `✗ npm ci failed${error === undefined ? "" : `: ${error.message}`}. Run it by hand to see why.`,
    );
    process.exit(1);
  }
  console.log(`✓ Install npm packages (${Math.round((Date.now() - begun) / 1000)} s)`);
}
