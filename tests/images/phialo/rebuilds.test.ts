import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { steps } from "../build-log.js";
import { patience } from "../shared-docker.js";
import { home } from "../throwaway-docker.js";
import { buildText, checkout, ciBase, dockerfile, replaced, type CiBase } from "./ci-base.js";

describe("Phialo: what a change of the CI base image builds again", function () {
  this.timeout(patience);
  let machine: CiBase;
  let text: string;
  before(async () => {
    machine = await ciBase();
    text = await dockerfile();
  });

  it("nothing, while nothing changes (P12)", async () => {
    assert.deepEqual(steps((await buildText(machine, text)).all), { run: [], cached: 4 });
  });

  it("nothing for a file of the application: none is sent to the builder", async () => {
    const { docker } = machine;
    await appendFile(docker.path(`${checkout}/package.json`), "\n");
    const { all } = await docker.run(["docker", "build", "-f", "Dockerfile.base", "."], {
      cwd: checkout,
    });
    assert.deepEqual(steps(all), { run: [], cached: 4 });
    assert.doesNotMatch(all, /build context/);
  });

  for (const [what, part, by] of [
    ["a setting", "FORCE_COLOR=1", "FORCE_COLOR=0"],
    ["the command", 'CMD ["bash"]', 'CMD ["sh"]'],
  ] as const) {
    it(`no step, and so no package, for ${what} (P8)`, async () => {
      const { exitCode, all } = await buildText(machine, replaced(text, part, by));
      assert.equal(exitCode, 0, all);
      assert.deepEqual(steps(all), { run: [], cached: 4 });
    });
  }

  it("pnpm, and the empty folder after it, for another version of it", async () => {
    const { all } = await buildText(machine, text, ["--build-arg", "PNPM_VERSION=9.15.4"]);
    assert.deepEqual(
      steps(all).run.map((title) => title.replace(/^\[[^\]]+\] /, "")),
      ['RUN corepack enable && corepack prepare "pnpm@9.15.4" --activate', "WORKDIR /workspace"],
    );
  });

  it("everything for another base", async () => {
    await buildText(machine, "FROM node:20-alpine\nLABEL newer=yes\n", ["--tag", "newer-node"]);
    const { exitCode, all } = await buildText(machine, text, [
      // So the first step, which has to fetch its packages, fails at once.
      ...["--network", "none", "--build-arg", "NODE_IMAGE=newer-node"],
    ]);
    assert.notEqual(exitCode, 0);
    assert.match(steps(all).run[0] ?? "", /RUN apk add/);
    assert.equal(steps(all).cached, 0);
  });

  describe("on a machine that has built nothing (P9, P12)", () => {
    const registry = "localhost:5117";
    const second = ["docker", "--host", "unix:///run/second.sock"] as const;

    before(async () => {
      const { docker } = machine;
      await docker.serveRegistry(registry);
      // A second Docker daemon beside the first, with an empty cache.
      const daemon = docker.run([
        "dockerd",
        ...["--host", "unix:///run/second.sock", "--pidfile", "/run/second.pid"],
        ...["--data-root", `${home}/second`, "--exec-root", "/run/second"],
        ...["--iptables=false", "--ip6tables=false"],
      ]);
      stop = async () => {
        await docker.run(["sh", "-c", "kill $(cat /run/second.pid)"]);
        await daemon;
      };
      for (let attempt = 0; (await docker.run([...second, "version"])).failed; attempt++) {
        assert.ok(attempt < 200, "the second daemon does not answer");
        await sleep(100);
      }
      await docker.output(["sh", "-c", `docker save node:20-alpine | ${second.join(" ")} load`]);
    });
    let stop: (() => Promise<void>) | undefined;
    after(() => stop?.());

    /** Builds on the second machine with the layers of a pushed image, and shows which steps it had to run. */
    async function builtElsewhere(from: string): Promise<ReturnType<typeof steps>> {
      const { docker } = machine;
      await docker.output(["docker", "push", "--quiet", from]);
      const { all } = await docker.run(
        [
          ...second,
          ...["build", "--cache-from", from, "--output", "type=cacheonly"],
          ...["-f", "Dockerfile.base", "."],
        ],
        { cwd: checkout },
      );
      return steps(all);
    }

    it("no step runs with --cache-from an image built with the inline cache", async () => {
      const from = `${registry}/phialo-ci-base:inline`;
      await machine.docker.output(["docker", "buildx", "bake", "inline-cache"], {
        cwd: checkout,
        env: { IMAGE: `${registry}/phialo-ci-base`, TAGS: "inline" },
      });
      assert.deepEqual(await builtElsewhere(from), { run: [], cached: 4 });
    });
  });
});
