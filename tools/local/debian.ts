import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findOnPath } from "../../src/cli/find-on-path.js";
import { report, userError } from "./step-report.js";

/** A Debian package and the program in it that is needed. */
export interface DebianProgram {
  readonly program: string;
  readonly package: string;
  /** What it is needed for, to follow "is needed to". */
  readonly purpose: string;
}

/**
 * Sees to it that programs from Debian packages are there: installs what is missing where this process may
 * (root and apt-get), and otherwise throws a UserError with the exact command.
 */
export async function ensureDebianPrograms(wanted: readonly DebianProgram[]): Promise<void> {
  const missing: DebianProgram[] = [];
  for (const one of wanted) {
    if ((await findOnPath(one.program)) === undefined) missing.push(one);
  }
  if (missing.length === 0) return;
  const packages = missing.map((one) => one.package);
  if (process.getuid?.() !== 0 || (await findOnPath("apt-get")) === undefined) {
    throw userError(
      `Missing on this machine: ${missing.map((one) => one.program).join(", ")}.`,
      ...missing.map((one) => `${one.program} is needed to ${one.purpose}.`),
      `Fix: sudo apt-get install ${packages.join(" ")} (or your system's package of that name), then run the command again.`,
    );
  }
  const list = packages.join(", ");
  await report.step(`Install Debian packages: ${list}`, async () => {
    if (await install(packages)) return;
    await execa("apt-get", ["update", "-qq"], { reject: false });
    if (await install(packages)) return;
    throw userError(
      `apt-get could not install ${list}.`,
      `Fix: run \`apt-get update && apt-get install ${packages.join(" ")}\` and see what it says.`,
    );
  });
}

/**
 * Fetches a Debian package, as apt trusts it, and unpacks it below `folder` without installing it: nothing of the
 * system changes, and no service is started. Returns the folder of its programs; undefined where there is no apt or no
 * such package.
 */
export async function unpackDebianPackage(name: string, folder: string): Promise<string | undefined> {
  if ((await findOnPath("apt-get")) === undefined) return undefined;
  const fetchPackage = () =>
    execa("apt-get", ["download", "-qq", "-o", "APT::Sandbox::User=root", name], {
      cwd: folder,
      stdin: "ignore",
      reject: false,
    });
  if ((await fetchPackage()).failed) {
    await execa("apt-get", ["update", "-qq"], { reject: false });
    if ((await fetchPackage()).failed) return undefined;
  }
  const file = (await readdir(folder)).find((one) => one.endsWith(".deb"));
  if (file === undefined) return undefined;
  await execa("dpkg-deb", ["--extract", join(folder, file), join(folder, "unpacked")]);
  return join(folder, "unpacked", "usr", "bin");
}

async function install(packages: readonly string[]): Promise<boolean> {
  const options = ["-qq", "--no-install-recommends", "-y", "-o", "DPkg::Lock::Timeout=300"];
  const { failed } = await execa("apt-get", ["install", ...options, ...packages], {
    env: { DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    reject: false,
  });
  return !failed;
}
