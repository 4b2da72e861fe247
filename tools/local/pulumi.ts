import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { SemVer } from "semver";
import { buildxDirectory } from "./builder.js";
import { directories } from "./directories.js";
import { httpStatus } from "./download.js";
import { parts, type Obtained, type Part } from "./parts.js";

/** Where the Pulumi command line keeps its things for stack `local`. */
export const pulumiDirectories = {
  home: join(directories.state, "pulumi-home"),
  backend: join(directories.state, "pulumi-backend"),
  passphrase: join(directories.state, "passphrase"),
} as const;

/** The variables that choose a backend and its secrets, any of which a user may have set for stacks of their own. */
const backendVariables = [
  "PULUMI_BACKEND_URL",
  "PULUMI_CONFIG_PASSPHRASE",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
] as const;

/**
 * The variables under which plain `pulumi` commands work. `own` is for stack `local`: our backend whatever the user
 * has set. `shared` is for the user's shell: a backend, passphrase or home of the user's own stays in force.
 * A value of undefined means that the variable has to be unset.
 */
export function pulumiEnvironment(
  pulumi: Obtained,
  scope: "own" | "shared",
  current: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  const path = current["PATH"] ?? "";
  const folder = dirname(pulumi.programs[0]);
  const users = scope === "shared" && backendVariables.some((name) => (current[name] ?? "") !== "");
  return {
    PATH: path.split(delimiter).includes(folder) ? path : [folder, path].join(delimiter),
    PULUMI_HOME: (scope === "shared" ? current["PULUMI_HOME"] : undefined) ?? pulumiDirectories.home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Else the docker-build provider asks a Docker daemon whether it has BuildKit, even in a preview.
    DOCKER_BUILDKIT: "1",
    BUILDX_CONFIG: (scope === "shared" ? current["BUILDX_CONFIG"] : undefined) ?? buildxDirectory,
    ...(users
      ? {}
      : {
          PULUMI_BACKEND_URL: `file://${pulumiDirectories.backend}`,
          PULUMI_CONFIG_PASSPHRASE: undefined,
          PULUMI_CONFIG_PASSPHRASE_FILE: pulumiDirectories.passphrase,
        }),
  };
}

/** Makes the file backend and its passphrase, once. The passphrase is random and readable by this user only. */
export async function ensureBackend(): Promise<"made" | "already there"> {
  await mkdir(pulumiDirectories.backend, { recursive: true });
  await mkdir(pulumiDirectories.home, { recursive: true });
  if (existsSync(pulumiDirectories.passphrase)) return "already there";
  await writeFile(pulumiDirectories.passphrase, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return "made";
}

/** Puts the docker-build provider into Pulumi's plugin folder, where a downloaded one would be. */
export async function ensureProvider(
  { programs: [program] }: Obtained,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<"installed" | "already installed"> {
  const plugins = join(environment["PULUMI_HOME"] ?? pulumiDirectories.home, "plugins");
  const installed = join(plugins, `resource-docker-build-v${parts["docker-build"].version}`);
  const file = join(installed, basename(program));
  // Pulumi leaves a file NAME.partial beside a plugin until it is unpacked whole.
  if (existsSync(file) && !existsSync(`${installed}.partial`)) return "already installed";
  await mkdir(installed, { recursive: true });
  await copyFile(program, `${file}.new`);
  await rename(`${file}.new`, file);
  await rm(`${installed}.partial`, { force: true });
  return "installed";
}

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
