import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { patience } from "../shared-docker.js";
import { buildText, ciBase, dockerfile, type CiBase } from "./ci-base.js";
import { buildCommand, commandsOf } from "./commands.js";

const delivered = join(project, "systems", "phialo", "files");

describe("Phialo: when something fails (P17)", function () {
  this.timeout(patience);
  let machine: CiBase;
  before(async () => {
    machine = await ciBase();
  });

  /** Those that Docker does not know: it looks at the options up to --help, and then does nothing. */
  const unknown = async (commands: readonly string[]) => {
    const refused: string[] = [];
    for (const command of commands) {
      const words = buildCommand(command);
      if (words === undefined) continue;
      const { exitCode, all } = await machine.docker.run([...words, "--help"]);
      if (exitCode !== 0) refused.push(`${command}: ${all.split("\n")[0] ?? ""}`);
    }
    return refused;
  };

  it("Docker knows every command of the page", async () => {
    const page = await readFile(join(delivered, "docs", "ci-base-image.md"), "utf8");
    const quoted = [...page.matchAll(/`(docker (?:build|buildx|builder) [^`]*)`/g)].map(
      ([, line = ""]) => line,
    );
    const ours = [...commandsOf(page), ...quoted].filter((command) => buildCommand(command) !== undefined);
    assert.equal(ours.length, 12, ours.join("\n"));
    assert.deepEqual(await unknown(ours), []);
  });

  it("a cache mount at the store is the user's", async () => {
    const mount = "type=cache,id=ours,target=/pnpm-store,uid=1001,gid=1001";
    const install = `FROM phialo-ci-base:latest\nRUN --mount=${mount} echo {} > package.json && pnpm install --offline\n`;
    const options = ["--network", "none", "--output", "type=cacheonly"];
    const { exitCode, all } = await buildText(machine, install, options);
    assert.equal(exitCode, 0, all);
  });

  it("a project that names another pnpm is told so, and gets it from a build with that version", async () => {
    const script = `echo '{"packageManager":"pnpm@9.15.4"}' > package.json && pnpm --version`;
    const { exitCode, all } = await machine.docker.run([
      ...(["docker", "run", "--rm", "phialo-ci-base:latest", "sh", "-c", script] as const),
    ]);
    assert.equal(exitCode, 1);
    assert.match(all, /^Failed to create cache directory\..*\/usr\/local\/share\/corepack\/v1/);
    const build = await buildText(machine, await dockerfile(), [
      "--build-arg",
      "PNPM_VERSION=9.15.4",
      "--tag",
      "newer-pnpm",
    ]);
    assert.equal(build.exitCode, 0, build.all);
    const newer = ["docker", "run", "--rm", "--network", "none", "newer-pnpm", "sh", "-c", script] as const;
    assert.equal(await machine.docker.output(newer), "9.15.4");
  });

  it("the steps of a build reach what only the host's network does, with --network=host", async () => {
    const { docker } = machine;
    const address = "127.0.0.1:5118";
    await docker.serveRegistry(address);
    const asks = `FROM phialo-ci-base:latest\nRUN curl --fail http://${address}/v2/\n`;
    const onHost = await buildText(machine, asks, ["--network=host", "--output", "type=cacheonly"]);
    assert.equal(onHost.exitCode, 0, onHost.all);
    const own = await buildText(machine, asks, ["--output", "type=cacheonly"]);
    assert.notEqual(own.exitCode, 0);
    assert.match(own.all, /Failed to connect to 127\.0\.0\.1/);
  });
});
