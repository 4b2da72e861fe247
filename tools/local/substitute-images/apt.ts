import { readFile } from "node:fs/promises";
import { execa } from "execa";

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
