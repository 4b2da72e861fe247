import assert from "node:assert/strict";
import { steps } from "../build-log.js";
import { imageConfig, imageFiles, imageHistory } from "../image.js";
import { patience } from "../shared-docker.js";
import { checkout, ciBase, image, inImage, type CiBase } from "./ci-base.js";

/** `[2/5] RUN apk add …` → `RUN apk`. */
const shortly = (titles: readonly string[]) =>
  titles.map((title) => /^\[[^\]]+\] (\S+ \S+)/.exec(title)?.[1]);

describe("Phialo: the CI base image", function () {
  this.timeout(patience);
  let machine: CiBase;
  before(async () => {
    machine = await ciBase();
  });

  /** Runs a script in the image, which must succeed: what it printed. */
  const prints = async (script: string, ...options: string[]) => {
    const { exitCode, all } = await inImage(machine, ["sh", "-c", script], ["--network", "none", ...options]);
    assert.equal(exitCode, 0, all);
    return all;
  };

  describe("is built (P10)", () => {
    it("by the plain command, from nothing: packages, the user, pnpm (P2, P3, P6)", () => {
      assert.deepEqual(shortly(steps(machine.log).run), [
        "RUN apk",
        "RUN addgroup",
        "RUN corepack",
        "WORKDIR /workspace",
      ]);
    });

    for (const [what, command, env] of [
      [
        "the recommended command, with the inline cache (P9)",
        [
          ...["docker", "build", "--build-arg", "BUILDKIT_INLINE_CACHE=1"],
          ...["-f", "Dockerfile.base", "-t", "phialo-ci-base:1.2.3", "."],
        ],
        { DOCKER_BUILDKIT: "1" },
      ],
      ["docker buildx bake (P17)", ["docker", "buildx", "bake"], { TAGS: "1.2.3" }],
      [
        "docker buildx bake inline-cache (P9)",
        ["docker", "buildx", "bake", "inline-cache"],
        { TAGS: "1.2.3,sha-0123456" },
      ],
    ] as const) {
      it(`by ${what}, of the same steps`, async () => {
        const { docker } = machine;
        await docker.run(["docker", "image", "rm", "phialo-ci-base:1.2.3"]);
        const { exitCode, all } = await docker.run(command, { cwd: checkout, env });
        assert.equal(exitCode, 0, all);
        assert.deepEqual(steps(all), { run: [], cached: 4 });
        const layers = ["docker", "image", "inspect", "--format", "{{json .RootFS.Layers}}"] as const;
        assert.equal(
          await docker.output([...layers, "phialo-ci-base:1.2.3"]),
          await docker.output([...layers, image]),
        );
      });
    }

    it("by bake under every tag that TAGS names (P9, P15)", async () => {
      const { docker } = machine;
      await docker.output(["docker", "buildx", "bake"], {
        cwd: checkout,
        env: { IMAGE: "ghcr.io/example/phialo-ci-base", TAGS: "2.0.0,sha-89abcde" },
      });
      const list = [
        "docker",
        "image",
        "ls",
        "--format",
        "{{.Tag}}",
        "ghcr.io/example/phialo-ci-base",
      ] as const;
      assert.deepEqual((await docker.output(list)).split("\n").sort(), ["2.0.0", "sha-89abcde"]);
    });
  });

  describe("runs", () => {
    it("as nodejs, 1001:1001, by number, in /workspace; the base's own user is 1000 (P6, X5)", async () => {
      const { User, WorkingDir, Cmd } = await imageConfig(machine.docker, image);
      assert.deepEqual(
        { User, WorkingDir, Cmd },
        { User: "1001:1001", WorkingDir: "/workspace", Cmd: ["bash"] },
      );
      assert.equal(await prints("id"), "uid=1001(nodejs) gid=1001(nodejs) groups=1001(nodejs)");
      assert.equal(await prints("id -u node"), "1000");
    });

    it("with the settings for CI (P4, P5)", async () => {
      const base = new Set((await imageConfig(machine.docker, "node:20-alpine")).Env);
      const { Env } = await imageConfig(machine.docker, image);
      assert.deepEqual(
        Env.filter((variable) => !base.has(variable)),
        [
          "COREPACK_HOME=/usr/local/share/corepack",
          "COREPACK_ENABLE_DOWNLOAD_PROMPT=0",
          "CI=true",
          "FORCE_COLOR=1",
          "DO_NOT_TRACK=1",
          "ASTRO_TELEMETRY_DISABLED=1",
          "NEXT_TELEMETRY_DISABLED=1",
          "TURBO_TELEMETRY_DISABLED=1",
          "npm_config_store_dir=/pnpm-store",
          "npm_config_update_notifier=false",
          "npm_config_nodedir=/usr/local",
        ],
      );
    });

    it("may write where jobs work, and nowhere else (P4, P6)", async () => {
      const script =
        'for folder in "$@"; do if touch "$folder/x" 2> /dev/null; then echo "$folder"; fi; done';
      const { stdout } = await inImage(machine, [
        ...["sh", "-c", script, "sh"],
        ...["/workspace", "/pnpm-store", "/home/nodejs", "/tmp"],
        ...["/", "/etc", "/usr/bin", "/usr/local/bin", "/usr/local/share/corepack", "/root", "/home/node"],
      ]);
      assert.deepEqual(stdout.split("\n"), ["/workspace", "/pnpm-store", "/home/nodejs", "/tmp"]);
    });

    for (const user of ["0", "1000", "1001", "4242", "65534"]) {
      it(`pnpm 9.15.2 as user ${user}, in any folder, without a network or a home (P3)`, async () => {
        const script = "cd /; env HOME=/nonexistent pnpm --version; cd /usr; corepack pnpm --version";
        assert.equal(await prints(script, "--user", user), "9.15.2\n9.15.2");
      });
    }
  });

  describe("holds", () => {
    it("nothing besides packages but pnpm, the user's home and two empty folders", async () => {
      const base = new Set(await imageFiles(machine.docker, "node:20-alpine"));
      const packages =
        /^(usr\/(bin|games|include|lib|lib32|lib64|libexec|sbin|share)|lib|lib64|bin|sbin|etc|var\/lib)\//;
      const others = (await imageFiles(machine.docker, image)).filter(
        (file) => !base.has(file) && !packages.test(file),
      );
      const pnpm = "usr/local/share/corepack/v1/pnpm/9.15.2/";
      assert.deepEqual(
        others.filter((file) => !file.startsWith(pnpm)),
        [
          "home/nodejs/.bash_logout",
          "home/nodejs/.bashrc",
          "home/nodejs/.profile",
          // Left by Debian's packages.
          "run/adduser",
          "usr/local/share/corepack/lastKnownGood.json",
          "var/cache/ldconfig/aux-cache",
          "var/log/alternatives.log",
        ],
      );
      assert.ok(others.includes(`${pnpm}bin/pnpm.cjs`));
    });

    it("no cache of a package manager (P7)", async () => {
      const script = `find /var/cache/apk /var/cache/apt/archives /var/lib/apt/lists /root/.npm /root/.cache /root/.local \
        /home/nodejs/.npm /home/nodejs/.cache /home/nodejs/.local /pnpm-store /workspace /tmp -type f -size +0 2> /dev/null || true`;
      assert.equal(await prints(script, "--user", "0"), "");
    });

    it("layers by what changes least: packages, the user, pnpm; settings are none (P8)", async () => {
      const history = await imageHistory(machine.docker, image);
      const ours = history.slice(0, history.findIndex(({ CreatedBy }) => CreatedBy.includes("apk add")) + 1);
      assert.deepEqual(
        ours
          .filter(({ Size }) => Size > 0)
          .map(({ CreatedBy }) => /apk add|addgroup|corepack|WORKDIR/.exec(CreatedBy)?.[0]),
        ["WORKDIR", "corepack", "addgroup", "apk add"],
      );
    });

    it("no secret: a proxy's password stays out of its history, and no step runs for it", async () => {
      const { docker } = machine;
      const proxy = ["--build-arg", "HTTPS_PROXY=http://ci:hunter2@proxy.invalid:3128"];
      const all = await docker.run(
        ["docker", "build", ...proxy, "-f", "Dockerfile.base", "-t", "phialo-ci-base:proxied", "."],
        { cwd: checkout },
      );
      assert.equal(all.exitCode, 0, all.all);
      assert.deepEqual(steps(all.all).run, []);
      const told = [
        await imageHistory(docker, "phialo-ci-base:proxied"),
        await imageConfig(docker, "phialo-ci-base:proxied"),
      ];
      assert.equal(JSON.stringify(told).includes("hunter2"), false);
    });
  });
});
