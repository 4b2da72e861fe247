import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { patience } from "../shared-docker.js";
import { home } from "../throwaway-docker.js";
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

  it("Docker knows every command of the page; one of the original's it does not", async () => {
    const page = await readFile(join(delivered, "docs", "ci-base-image.md"), "utf8");
    const quoted = [...page.matchAll(/`(docker (?:build|buildx|builder) [^`]*)`/g)].map(
      ([, line = ""]) => line,
    );
    const ours = [...commandsOf(page), ...quoted].filter((command) => buildCommand(command) !== undefined);
    assert.equal(ours.length, 12, ours.join("\n"));
    assert.deepEqual(await unknown(ours), []);

    const originals = [
      "docker build --network=host ...",
      "docker builder prune -a",
      "docker buildx create --use",
      "docker buildx build --parallel ...",
    ];
    assert.deepEqual(await unknown(originals), [
      "docker buildx build --parallel ...: unknown flag: --parallel",
    ]);
  });

  it("bake builds several images at once, which --parallel was meant for", async () => {
    const target = (name: string) => ({
      "dockerfile-inline": `FROM node:20-alpine\nLABEL name=${name}\n`,
      tags: [`together:${name}`],
      output: ["type=docker"],
    });
    const file = {
      group: { default: { targets: ["one", "two"] } },
      target: { one: target("one"), two: target("two") },
    };
    await writeFile(machine.docker.path(`${home}/together.json`), JSON.stringify(file));
    await machine.docker.output(["docker", "buildx", "bake", "--file", "together.json"]);
    const tags = await machine.docker.output(["docker", "image", "ls", "--format", "{{.Tag}}", "together"]);
    assert.deepEqual(tags.split("\n").sort(), ["one", "two"]);
  });

  it("a cache mount at the store is the user's; the original's belongs to root", async () => {
    const install = (mount: string) =>
      buildText(
        machine,
        `FROM phialo-ci-base:latest\nRUN --mount=${mount} echo {} > package.json && pnpm install --offline\n`,
        ["--network", "none", "--output", "type=cacheonly"],
      );
    const ours = await install("type=cache,id=ours,target=/pnpm-store,uid=1001,gid=1001");
    const theirs = await install("type=cache,id=theirs,target=/pnpm-store");
    assert.equal(ours.exitCode, 0, ours.all);
    assert.notEqual(theirs.exitCode, 0);
    assert.match(theirs.all, /EACCES: permission denied, mkdir '\/pnpm-store\/v3'/);
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
    await writeFile(
      docker.path(`${home}/registry.json`),
      JSON.stringify({
        version: "0.1",
        storage: { inmemory: {} },
        http: { addr: address },
      }),
    );
    // Ends with the system.
    void docker.run(["docker-registry", "serve", "registry.json"]);
    const asks = `FROM phialo-ci-base:latest\nRUN curl --fail --retry 9 --retry-connrefused --retry-delay 1 http://${address}/v2/\n`;
    const onHost = await buildText(machine, asks, ["--network=host", "--output", "type=cacheonly"]);
    assert.equal(onHost.exitCode, 0, onHost.all);
    const own = await buildText(machine, asks.replace(/--retry 9.*-delay 1/, ""), [
      "--output",
      "type=cacheonly",
    ]);
    assert.notEqual(own.exitCode, 0);
    assert.match(own.all, /Failed to connect to 127\.0\.0\.1/);
  });
});
