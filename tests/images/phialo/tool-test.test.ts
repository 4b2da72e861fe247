import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import pMap from "p-map";
import { interrupted } from "../interrupted.js";
import { patience } from "../shared-docker.js";
import { home, type Command } from "../throwaway-docker.js";
import { checkout, ciBase, image, type CiBase } from "./ci-base.js";

/** All checks of the script, in its order. */
const checks = [
  ...["user", "settings", "git", "bash", "curl", "nc", "python3", "make", "g++", "gcompat", "node"],
  ...["native modules", "npm", "corepack", "pnpm", "pnpm store"],
];

/** What is taken from the image or changed in it, and the checks that find it. */
const faults: readonly (readonly [name: string, instructions: string, found: readonly string[]])[] = [
  ["git", "RUN rm /usr/bin/git", ["git"]],
  ["bash", "RUN rm /bin/bash", ["bash"]],
  ["curl", "RUN rm /usr/bin/curl", ["curl"]],
  ["nc", "RUN rm /bin/nc", ["nc"]],
  ["python3", "RUN rm /usr/bin/python3", ["python3"]],
  ["make", "RUN rm /usr/bin/make", ["make"]],
  ["gpp", "RUN rm /usr/bin/g++", ["g++", "native modules"]],
  ["headers", "RUN rm -r /usr/local/include/node", ["native modules"]],
  ["node", "RUN rm /usr/local/bin/node", ["node", "native modules", "npm", "corepack", "pnpm", "pnpm store"]],
  ["npm", "RUN rm /usr/local/bin/npm", ["npm"]],
  ["corepack", "RUN rm /usr/local/bin/corepack", ["corepack"]],
  ["pnpm", "RUN rm /usr/local/bin/pnpm", ["pnpm", "pnpm store"]],
  ["pnpm-of-root", "RUN rm -r /usr/local/share/corepack", ["corepack", "pnpm", "pnpm store"]],
  ["store-of-root", "RUN chown 0:0 /pnpm-store", ["pnpm", "pnpm store"]],
  ["store-elsewhere", "ENV npm_config_store_dir=/tmp/store", ["pnpm store"]],
  ["root", "USER 0", ["user"]],
  ["no-ci", "ENV CI=", ["settings"]],
];

describe("Phialo: scripts/test-ci-base.sh (P16)", function () {
  this.timeout(patience);
  let machine: CiBase;
  let containers: string;
  before(async () => {
    machine = await ciBase();
    containers = await listContainers();
  });
  const listContainers = () => machine.docker.output(["docker", "ps", "--all", "--quiet"]);

  const test = (reference: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    machine.docker.run(["bash", "scripts/test-ci-base.sh", ...reference], { cwd: checkout, env });

  afterEach(async () => {
    assert.equal(await listContainers(), containers, "nothing stays");
  });

  describe("on the image", () => {
    let all: string;
    before(async () => {
      const result = await test([image]);
      all = result.all;
      assert.equal(result.exitCode, 0, all);
    });

    it("uses every tool, and says that each works", () => {
      const lines = all.split("\n");
      assert.deepEqual(
        lines.filter((line) => line.startsWith("[OK]")).map((line) => /^\[OK\] ([^:]+): ./.exec(line)?.[1]),
        checks,
      );
      assert.ok(lines.includes("[OK] pnpm: 9.15.2"));
      assert.ok(lines.includes("[OK] user: nodejs 1001:1001"));
      assert.equal(lines.at(-1), `[INFO] All 16 checks of ${image} passed.`);
    });

    it("warns that Node 20 has reached its end of life (P1)", () => {
      assert.match(
        all,
        /^\[WARNING\] Node 20\.\d+\.\d+ has had no security fixes since 2026-04-30\. Build the image on a newer one: --build-arg NODE_IMAGE=node:24-alpine$/m,
      );
    });
  });

  describe("on an image with one fault names it, checks all others, and ends with 1", () => {
    const results = new Map<string, Awaited<Command>>();
    before(async () => {
      const target = Object.fromEntries(
        faults.map(([name, instructions]) => [
          name,
          {
            "dockerfile-inline": `FROM ${image}\nUSER 0\n${instructions}\n${name === "root" ? "" : "USER 1001:1001\n"}`,
            tags: [`faulty:${name}`],
            output: ["type=docker"],
          },
        ]),
      );
      const bake = { group: { default: { targets: Object.keys(target) } }, target };
      await writeFile(machine.docker.path(`${home}/faults.json`), JSON.stringify(bake));
      await machine.docker.output(["docker", "buildx", "bake", "--file", "faults.json"]);
      await pMap(faults, async ([name]) => results.set(name, await test([`faulty:${name}`])), {
        concurrency: 2,
      });
    });

    for (const [name, instructions, found] of faults) {
      it(`${instructions}: ${found.join(", ")}`, () => {
        const { exitCode, all = "" } = results.get(name) ?? {};
        const failed = [...all.matchAll(/^\[FAIL\] ([^:]+): ./gm)].map(([, check]) => check);
        const passed = [...all.matchAll(/^\[OK\] ([^:]+): ./gm)].map(([, check]) => check);
        assert.deepEqual(failed, found, all);
        assert.deepEqual(
          passed,
          checks.filter((check) => !found.includes(check)),
        );
        const last = `[ERROR] ${found.length} of 16 checks of faulty:${name} failed: ${found.join(", ")}`;
        assert.ok(all.split("\n").includes(last), all);
        assert.equal(exitCode, 1);
      });
    }

    it("shows what the tool itself or the shell says", () => {
      assert.match(results.get("git")?.all ?? "", /^\[FAIL\] git: sh: .*git: not found$/m);
      assert.match(
        results.get("pnpm-of-root")?.all ?? "",
        /^\[FAIL\] pnpm: Network access disabled by the environment; can't reach npm repository/m,
      );
      assert.match(
        results.get("root")?.all ?? "",
        /^\[FAIL\] user: expected nodejs 1001:1001, found root 0:0$/m,
      );
      assert.match(results.get("no-ci")?.all ?? "", /^\[FAIL\] settings: CI=true is not set$/m);
      assert.match(
        results.get("store-elsewhere")?.all ?? "",
        /^\[FAIL\] pnpm store: expected it in \/pnpm-store, it is \/tmp\/store\/v3$/m,
      );
    });
  });

  describe("cannot begin, says why, and ends with 2", () => {
    const usage = (count: number) =>
      `[ERROR] Expected one argument, the image to check; found ${count}.\n[INFO] For instance: scripts/test-ci-base.sh phialo-ci-base:latest`;

    for (const [what, reference, env, message] of [
      ["without an argument", [], {}, usage(0)],
      ["with an empty one", [""], {}, usage(1)],
      ["with two", [image, image], {}, usage(2)],
      [
        "without Docker",
        [image],
        { PATH: `${home}/nothing` },
        "[ERROR] Docker is not installed.\n[INFO] See https://docs.docker.com/get-started/get-docker/",
      ],
      [
        "while Docker does not run",
        [image],
        { DOCKER_HOST: "unix:///run/nobody.sock" },
        "[ERROR] The Docker daemon does not answer.\n[INFO] Please start Docker.",
      ],
      [
        "with an image that is not there, without asking a registry",
        ["phialo-ci-base:missing"],
        {},
        "[ERROR] There is no local image 'phialo-ci-base:missing'.\n[INFO] Please build it: docker build -f Dockerfile.base -t 'phialo-ci-base:missing' .",
      ],
    ] as const) {
      it(what, async () => {
        const { docker } = machine;
        const command = ["/bin/bash", "scripts/test-ci-base.sh", ...reference] as const;
        const { exitCode, stdout, stderr } = await docker.run(["/usr/bin/env", ...command], {
          cwd: checkout,
          env,
        });
        assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 2, stdout: "", stderr: message });
      });
    }

    it("with an image that has not even a shell", async () => {
      const { docker } = machine;
      await docker.output([
        "sh",
        "-c",
        "printf 'FROM scratch\\nLABEL empty=yes\\n' | docker build --tag empty -",
      ]);
      const { exitCode, all } = await test(["empty"]);
      assert.equal(exitCode, 2);
      assert.match(all, /"sleep": executable file not found/);
      assert.doesNotMatch(all, /No such container/);
      assert.match(all, /^\[ERROR\] The image 'empty' does not start: see Docker's own message above\.$/m);
    });
  });

  it("runs from a path with spaces, from any folder, under bash -u, and writes nothing there", async () => {
    const { docker } = machine;
    await docker.output(["cp", "-r", `${checkout}/scripts`, `${home}/with a space`]);
    const { exitCode, all } = await docker.run(
      ["bash", "-u", `${home}/with a space/test-ci-base.sh`, image],
      {
        cwd: "/",
      },
    );
    assert.equal(exitCode, 0, all);
    assert.doesNotMatch(all, /\u001b/);
    assert.equal(await docker.output(["ls", `${home}/with a space`]), "test-ci-base.sh");
  });

  it("puts the warning on the page of a run on GitHub, and gives none before that day", async () => {
    const { docker } = machine;
    // A clock that stands still, first on PATH.
    const clock =
      "mkdir -p clock && printf '#!/bin/sh\\necho 2026-04-30\\n' > clock/date && chmod +x clock/date";
    await docker.output(["sh", "-c", clock]);
    const later = await test([image], { GITHUB_ACTIONS: "true" });
    assert.match(
      later.all,
      /^::warning title=End of life::Node 20\.\d+\.\d+ has had no security fixes since/m,
    );
    const before = await test([image], { PATH: `${home}/clock:/usr/bin:/bin`, GITHUB_ACTIONS: "true" });
    assert.equal(before.exitCode, 0, before.all);
    assert.doesNotMatch(before.all, /WARNING|::warning/);
  });

  it("interrupted in the middle: says so, exits 130 and leaves no container", async () => {
    const script = `${checkout}/scripts/test-ci-base.sh ${image}`;
    const { exitCode, all } = await interrupted(machine.docker, script, () => true);
    assert.equal(exitCode, 130, all);
    assert.match(all, /^\[WARNING\] Interrupted: not everything was checked\.$/m);
    assert.doesNotMatch(all, /\[FAIL\]|\[INFO\] All/);
  });
});
