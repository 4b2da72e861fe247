import { existsSync } from "node:fs";
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findDocker, forgetBuilder, rememberedBuilder } from "./builder.js";
import { mountsBelow } from "./buildkit.js";
import { directories, project } from "./directories.js";
import { withLock } from "./lock.js";
import { ProcessBook } from "./processes.js";
import { pulumiDirectories } from "./pulumi.js";
import { WORK_DIRECTORY } from "../../src/plan/resolve-images.js";
import { report, runCommand } from "./step-report.js";
import { stackName } from "./stack.js";

/** `npm run down [-- --all]`: removes what `npm run up` started and made, and only that; with --all the cache too. */
void runCommand(async () => {
  if (existsSync(directories.state)) {
    await withLock(join(directories.state, "up.lock"), down);
  } else {
    report.say("nothing of stack local is on this machine");
  }
  // Beside the lock nothing is left, unless other stacks are kept.
  await removeIfEmpty(directories.state);
  const work = join(project, WORK_DIRECTORY);
  const own = join(work, stackName);
  if (existsSync(own)) await remove(own, "staged contexts and OCI layouts");
  await removeIfEmpty(work);
  if (process.argv.includes("--all")) await remove(directories.cache, "programs and substitute images");
  else if (existsSync(directories.cache))
    report.say(`kept: ${directories.cache} (programs; --all removes it)`);
  return 0;
});

async function down(): Promise<void> {
  const book = new ProcessBook();
  for (const name of await book.names()) {
    report.say(`${name}: ${(await book.stop(name)) ? "ended" : "was not running"}`);
  }
  await removeBuilder();
  await unmountBelow(directories.state);
  const others = await otherStacks();
  const kept = ["up.lock"];
  if (others.length > 0) {
    kept.push("pulumi-home", "pulumi-backend", "passphrase");
    report.note(
      `The Pulumi backend also holds ${others.join(", ")}: it is kept, with its passphrase, in ${directories.state}`,
    );
    await removeStackLocal();
  }
  for (const name of await readdir(directories.state)) {
    if (!kept.includes(name)) await rm(join(directories.state, name), { recursive: true, force: true });
  }
  report.say(
    `removed: registry data, BuildKit's layers and caches, stack ${stackName}, from ${directories.state}`,
  );
}

/** Removes what a Docker daemon holds for us: BuildKit's container and its volume, as buildx names them. */
async function removeBuilder(): Promise<void> {
  const builder = await rememberedBuilder();
  if (builder?.kind === "docker-container" && (await findDocker()) !== undefined) {
    const container = `buildx_buildkit_${builder.name}0`;
    await execa("docker", ["rm", "--force", container], { reject: false });
    await execa("docker", ["volume", "rm", "--force", `${container}_state`], { reject: false });
    report.say(`BuildKit's container in Docker: removed, ${container}`);
  }
  await forgetBuilder();
}

/** Unmounts what a killed BuildKit left mounted, deepest first: nothing may be removed through a mount. */
async function unmountBelow(folder: string): Promise<void> {
  const mounts = await readFile("/proc/self/mountinfo", "utf8").catch(() => "");
  for (const point of mountsBelow(mounts, folder)) {
    await execa("umount", [point], { reject: false });
  }
}

/** Stacks in our backend besides `local`, as project/stack: a user may keep some there, with real resources. */
async function otherStacks(): Promise<readonly string[]> {
  const folder = join(pulumiDirectories.backend, ".pulumi", "stacks");
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  return files
    .filter((file) => file.endsWith(".json") && file !== join("slipway", `${stackName}.json`))
    .map((file) => file.slice(0, -".json".length));
}

async function removeStackLocal(): Promise<void> {
  const stacks = join(pulumiDirectories.backend, ".pulumi", "stacks", "slipway");
  for (const ending of ["json", "json.bak", "json.attrs"]) {
    await rm(join(stacks, `${stackName}.${ending}`), { force: true });
  }
}

async function remove(folder: string, what: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  report.say(`removed: ${what}, ${folder}`);
}

async function removeIfEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => undefined);
  if (names?.length === 0) await rm(folder, { recursive: true, force: true });
}
