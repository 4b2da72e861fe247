import { existsSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { SemVer } from "semver";
import { httpStatus } from "./download.js";
import type { Part } from "./parts.js";

const DOWNLOADS = "https://get.pulumi.com/";

/** Installs the Pulumi CLI below `folder` as Pulumi's automation API does; undefined where that cannot be done. */
export async function installPulumi(version: string, folder: string): Promise<string | undefined> {
  if ((await httpStatus(DOWNLOADS)) === 0) return undefined;
  // Loaded only here: the API takes a second to load.
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  const installed = await PulumiCommand.install({ root: folder, version: new SemVer(version) }).catch(
    () => undefined,
  );
  return installed && join(folder, "bin");
}

/** Lets `pulumi plugin install` put a plugin below `folder`; undefined where that cannot be done. */
export async function installPlugin(
  pulumi: string,
  { name, version, programs }: Pick<Part, "name" | "version" | "programs">,
  folder: string,
): Promise<string | undefined> {
  if ((await httpStatus(DOWNLOADS)) === 0) return undefined;
  await execa(pulumi, ["plugin", "install", "resource", name, version], {
    env: { PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" },
    stdin: "ignore",
    reject: false,
  });
  const installed = join(folder, "plugins", `resource-${name}-v${version}`);
  return programs.every((program) => existsSync(join(installed, program))) ? installed : undefined;
}
