import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { TRIVY_VERSION } from "../../../../src/pipeline/steps/scan.js";
import { Checkout, delivered, ending, usageOf, type Environment } from "./checkout.js";

const script = "build-docker.sh";
const DOCKER_DOCS = "https://docs.docker.com";

/** What is asked of docker before anything is built. */
const checks = ["version", "buildx version"];

/** The build of an image, as docker is asked for it. */
function build({
  name = "cv",
  type = "prod",
  version = "0.1.0",
  platform = "linux/amd64",
  more = "",
}): string {
  const label = `org.opencontainers.image.title=${name}`;
  return (
    `buildx build --load --platform ${platform} --file docker/Dockerfile.${type} --build-arg VERSION=${version} ` +
    `--label ${label} --tag ${name}:${version} --tag ${name}:latest${more} .`
  );
}

function size(image: string): string {
  return `image ls --format {{.Size}} ${image}`;
}

/** Docker's answers: the size of an image, and its context. */
const answers = { DOCKER_ANSWERS: "image ls --format* -> 38.4MB\ncontext show -> default" };

/** Messages without the seconds that something took. */
function messages(output: string): string[] {
  return output.split("\n").map((line) => line.replaceAll(/\d+ s\b/g, "N s"));
}

describe("CV: build-docker.sh", () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });

  const run = (args: readonly string[] = [], env: Environment = {}) =>
    checkout.run(script, args, { ...answers, ...env });

  describe("its help (C7)", () => {
    for (const option of ["-h", "--help"]) {
      it(`${option} shows the document's options and examples, and asks nothing of docker`, async () => {
        const { exitCode, stdout, docker } = await run([option]);
        assert.equal(exitCode, 0);
        assert.equal(`${stdout}\n`, usageOf(script));
        assert.deepEqual(docker, []);
        const options = stdout
          .split("\n")
          .flatMap((line) => /^ {2}(-\w, )?(--\S+( [A-Z]+)?)/.exec(line)?.[0] ?? []);
        assert.deepEqual(
          options.map((text) => text.trim()),
          [
            "-t, --type TYPE",
            "-v, --version VERSION",
            "-p, --push",
            "--no-cache",
            "--platform PLATFORM",
            "--network-test",
            "--offline",
            "--registry REGISTRY",
            "--no-buildkit",
            "--scan",
            "-h, --help",
          ],
        );
        assert.deepEqual(
          [...stdout.matchAll(/\(default: (.*)\)$/gm)].map(([, value]) => value),
          ["prod", "0.1.0", "linux/amd64"],
        );
      });
    }
  });

  describe("what it builds (C7)", () => {
    it("without options: prod 0.1.0 for linux/amd64, and says its name, size and time", async () => {
      const { exitCode, stdout, stderr, docker } = await run();
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(docker, [...checks, build({}), size("cv:0.1.0")]);
      assert.deepEqual(messages(stdout), [
        "[INFO] Building cv:0.1.0 (prod, linux/amd64)",
        "[INFO] Built in N s: 38.4MB",
        "[INFO] Image: cv:0.1.0",
      ]);
      assert.equal(stderr, "");
    });

    const cases: readonly (readonly [args: string, built: Parameters<typeof build>[0], pushed?: string])[] = [
      ["-t dev -v 2.0", { name: "cv-dev", type: "dev", version: "2.0" }],
      ["--type=minimal --version=v3", { name: "cv-minimal", type: "minimal", version: "v3" }],
      ["--platform linux/arm/v7", { platform: "linux/arm/v7" }],
      ["--registry localhost:5000/", { more: " --tag localhost:5000/cv:0.1.0" }],
      // The examples of the document (C8).
      ["--type prod --version 1.0.0", { version: "1.0.0" }],
      ["--type dev --no-cache", { name: "cv-dev", type: "dev", more: " --no-cache" }],
      ["--platform linux/arm64", { platform: "linux/arm64" }],
      // The version is pushed, `latest` is not.
      [
        "--type minimal --push --registry ghcr.io/username",
        { name: "cv-minimal", type: "minimal", more: " --tag ghcr.io/username/cv-minimal:0.1.0" },
        "ghcr.io/username/cv-minimal:0.1.0",
      ],
      // The workflow's two steps (C27): an owner in capitals is a repository in lower case.
      [
        "--version 0c4c1b1 --push --registry ghcr.io/UserName",
        { version: "0c4c1b1", more: " --tag ghcr.io/username/cv:0c4c1b1" },
        "ghcr.io/username/cv:0c4c1b1",
      ],
    ];
    for (const [args, built, pushed] of cases) {
      it(args, async () => {
        const { exitCode, stdout, stderr, docker } = await run(args.split(" "));
        assert.equal(exitCode, 0, stderr);
        assert.deepEqual(docker.toSpliced(3, 1), [
          ...checks,
          build(built),
          ...(pushed === undefined ? [] : [`push ${pushed}`]),
        ]);
        if (pushed !== undefined)
          assert.deepEqual(messages(stdout).slice(2), [
            `[INFO] Pushing ${pushed}`,
            "[INFO] Pushed in N s",
            `[INFO] Image: ${pushed}`,
          ]);
      });
    }

    describe("base images (C14)", () => {
      const pull = "pull --quiet --platform linux/amd64 alpine:3.21";
      beforeEach(() => {
        checkout.write("docker/Dockerfile.prod", "ARG ALPINE_IMAGE=alpine:3.21\nFROM ${ALPINE_IMAGE}\n");
        checkout.write("docker/retry.sh", readFileSync(path.join(delivered, "../docker/retry.sh"), "utf8"));
      });

      it("that are here are not asked for", async () => {
        const { docker } = await run();
        assert.deepEqual(docker.slice(2), ["image inspect alpine:3.21", build({}), size("cv:0.1.0")]);
      });

      it("that are not here are fetched before the build", async () => {
        const { docker } = await run([], { DOCKER_REFUSES: "image inspect" });
        assert.deepEqual(docker.slice(3, 5), [pull, build({})]);
      });

      it("that cannot be had end it after three attempts, with nothing built", async () => {
        const env = { DOCKER_REFUSES: "image inspect|^pull", RETRY_DELAY: "0" };
        const { exitCode, stdout, stderr, docker } = await run([], env);
        assert.equal(exitCode, 1);
        assert.deepEqual(docker.slice(3), [pull, pull, pull]);
        assert.match(stdout, /^Attempt 3: Pulling alpine:3\.21\.\.\.$/m);
        assert.match(
          stderr,
          /alpine:3\.21 cannot be pulled, and Dockerfile\.prod builds on it \(ALPINE_IMAGE\)/,
        );
      });

      it("are left to the machine in an offline build", async () => {
        checkout.write("vendor/config.toml", "");
        const { docker } = await run(["--offline"], { DOCKER_REFUSES: "image inspect" });
        assert.deepEqual(
          docker.filter((call) => /^(image inspect|pull)/.test(call)),
          [],
        );
      });
    });

    it("gives the step that fetches private dependencies the token as a secret, never as an argument (C21)", async () => {
      const { docker } = await run([], { GITHUB_TOKEN: "ghp_hidden" });
      assert.equal(docker[2], build({ more: " --secret id=github_token,env=GITHUB_TOKEN" }));
      assert.doesNotMatch(docker.join(), /ghp_hidden/);
    });

    it("takes the other arguments of the Dockerfiles from the environment: base images, a mirror (X4)", async () => {
      const { docker } = await run([], {
        ALPINE_IMAGE: "mirror.example/alpine:3.21",
        CARGO_MIRROR: "sparse+https://mirror.example/",
      });
      assert.match(
        docker[2] ?? "",
        / --build-arg ALPINE_IMAGE=mirror\.example\/alpine:3\.21 --build-arg CARGO_MIRROR=sparse\+https:\/\/mirror\.example\/ /,
      );
    });

    it("--network-test --offline (C8): the crates of ./vendor, by the daemon's own builder", async () => {
      checkout.write("vendor/config.toml", "");
      checkout.write("scripts/network-test.sh", "#!/usr/bin/env bash\necho tested\n");
      const { exitCode, stdout, docker } = await run(["--network-test", "--offline"]);
      assert.equal(exitCode, 0);
      assert.equal(stdout.split("\n")[0], "tested");
      const more = " --builder default --build-context vendor=./vendor --build-arg OFFLINE=1";
      assert.deepEqual(docker, [...checks, "context show", build({ more }), size("cv:0.1.0")]);
    });

    it("--no-buildkit uses Docker's classic builder, where the Dockerfile allows it", async () => {
      checkout.write("docker/Dockerfile.prod", "FROM scratch\nRUN true # --mount= would need BuildKit\n");
      const { exitCode, stderr, docker } = await run(["--no-buildkit"], { GITHUB_TOKEN: "unused" });
      assert.equal(exitCode, 0, stderr);
      const classic = build({}).replace("buildx build --load", "build");
      assert.deepEqual(docker, ["version", `DOCKER_BUILDKIT=0 ${classic}`, size("cv:0.1.0")]);
    });
  });

  describe("a command line that cannot be meant: ends with 2, and docker is asked nothing", () => {
    const misuses = {
      "--type debug": "Unknown build type 'debug': expected prod, dev or minimal",
      "--type": "Option --type needs a value",
      "--type --push": "Option --type needs a value",
      "--version=": "Option --version needs a value",
      "-v a:b": "Version 'a:b' cannot be an image's tag: expected letters, digits, '.', '_' and '-'",
      "--platform linux/amd64,linux/arm64":
        "Unknown platform 'linux/amd64,linux/arm64': expected one such as linux/amd64",
      "--platform amd64": "Unknown platform 'amd64': expected one such as linux/amd64",
      // C10
      "--platform a-rust-target":
        "'a-rust-target' is a Rust target triple; --platform takes Docker's name for a platform here",
      // C8
      "--push":
        "--push needs --registry: without it, the image would go to Docker Hub under a name that is not yours",
      "--registry https://ghcr.io":
        "'https://ghcr.io' is no registry: expected a host and a path, such as ghcr.io/username or docker.io/username",
      "--registry username":
        "'username' is no registry: expected a host and a path, such as ghcr.io/username or docker.io/username",
      // C8
      "--no-buildkit":
        "--no-buildkit: docker/Dockerfile.prod needs BuildKit, line 3: RUN --mount=type=cache true",
      "--pull": "Unknown option '--pull'",
      "-x": "Unknown option '-x'",
      prod: "Unexpected argument 'prod'",
      "--push=yes": "Unexpected argument 'yes'",
    };
    for (const [args, error] of Object.entries(misuses)) it(args, () => misused(args, error));

    it("--no-buildkit --offline, where the Dockerfile needs no BuildKit", () => {
      checkout.write("docker/Dockerfile.prod", "FROM scratch\n");
      checkout.write("vendor/config.toml", "");
      return misused("--no-buildkit --offline", "--offline needs BuildKit: leave out --no-buildkit");
    });

    async function misused(args: string, error: string) {
      const { exitCode, stdout, stderr, docker } = await run(args.split(" "));
      const lines = stderr.split("\n");
      assert.deepEqual(
        [exitCode, stdout, lines[0], lines.at(-1), docker],
        [2, "", `[ERROR] ${error}`, "[INFO] All options: build-docker.sh --help", []],
      );
    }
  });

  describe("what stands in the way: ends with 1, and nothing is built", () => {
    /** What it says in the end: an error and what to do about it. */
    async function refused(args: string, calls: string, ...lines: readonly string[]): Promise<void> {
      const { exitCode, stderr, docker } = await run(args === "" ? [] : [args], { DOCKER_REFUSES: calls });
      assert.deepEqual(stderr.split("\n").slice(-lines.length), lines);
      assert.equal(exitCode, 1);
      assert.doesNotMatch(docker.join("\n"), /build /);
    }

    it("no docker", () => {
      checkout.uninstall("docker");
      return refused(
        "",
        "",
        "[ERROR] Docker is not installed",
        `[INFO] See ${DOCKER_DOCS}/get-started/get-docker/`,
      );
    });

    it("no daemon", () =>
      refused("", "^version", "[ERROR] The Docker daemon does not answer", "[INFO] Please start Docker."));

    it("no buildx", () =>
      refused(
        "",
        "^buildx version",
        "[ERROR] Docker buildx is not available",
        `[INFO] See ${DOCKER_DOCS}/build/install-buildx/`,
      ));

    it("a script outside of the repository", () => {
      checkout.remove("docker");
      return refused(
        "",
        "",
        `[ERROR] ${checkout.folder} holds no docker/Dockerfile.prod with a Cargo.toml beside docker/`,
        "[INFO] This script belongs in the folder scripts/ of the CV repository.",
      );
    });

    it("--offline without vendored crates", () =>
      refused(
        "--offline",
        "",
        "[ERROR] --offline takes the crates from ./vendor, which holds none: it has no config.toml",
        "[INFO] Where there is a network, run: ./scripts/optimize-build.sh vendor",
      ));

    it("a failed network test, and says what that means", () => {
      checkout.write("scripts/network-test.sh", ending(1));
      return refused(
        "--network-test",
        "",
        "[ERROR] The network test failed: the build would not get its base images or its crates. Nothing was built.",
        "[INFO] Each [FAIL] above says what to do.",
        "[INFO] With vendored crates, and base images that are here already, --offline builds.",
      );
    });

    it("--scan with neither Trivy nor its image", () =>
      refused(
        "--scan",
        "^(image inspect aquasec|pull)",
        "[ERROR] --scan needs Trivy: it is not installed, and its image aquasec/trivy:0.70.0 cannot be pulled. Nothing was built.",
        "[INFO] Install it: https://trivy.dev/docs/latest/getting-started/installation/",
        "[INFO] or name an image that can be pulled: TRIVY_IMAGE=<registry>/aquasec/trivy:0.70.0",
      ));
  });

  it("--offline takes the crates from VENDOR_DIR", async () => {
    checkout.write("some crates/config.toml", "");
    const { exitCode, docker } = await run(["--offline"], { VENDOR_DIR: "./some crates" });
    assert.equal(exitCode, 0);
    assert.match(docker[3] ?? "", / --build-context vendor=\.\/some crates /);
  });

  it("a failed network test does not stop an offline build", async () => {
    checkout.write("scripts/network-test.sh", ending(1));
    checkout.write("vendor/config.toml", "");
    const { exitCode, stderr, docker } = await run(["--network-test", "--offline"]);
    assert.equal(
      stderr,
      "[WARNING] The network test failed. An offline build needs the network only for base images that are not here yet.",
    );
    assert.equal(exitCode, 0);
    assert.equal(docker.length, 5);
  });

  describe("what fails on the way", () => {
    it("a build: nothing is scanned or pushed", async () => {
      const args = ["--push", "--scan", "--registry", "ghcr.io/username"];
      const { exitCode, stdout, stderr, docker } = await run(args, { DOCKER_REFUSES: "^buildx build" });
      assert.equal(exitCode, 1);
      assert.equal(
        stderr.split("\n")[1],
        "[ERROR] Building ghcr.io/username/cv:0.1.0 failed. Nothing was pushed.",
      );
      assert.match(docker.at(-1) ?? "", /^buildx build/);
      assert.doesNotMatch(stdout, /Image:/);
    });

    it("a push: says how to log in", async () => {
      const args = ["--push", "--registry", "ghcr.io/username"];
      const { exitCode, stdout, stderr } = await run(args, { DOCKER_REFUSES: "^push" });
      assert.equal(exitCode, 1);
      assert.deepEqual(stderr.split("\n"), [
        "docker refuses: push",
        "[ERROR] Pushing ghcr.io/username/cv:0.1.0 failed",
        "[INFO] Are you logged in? docker login ghcr.io",
      ]);
      assert.doesNotMatch(stdout, /Image:/);
    });

    for (const [signal, status, word] of [
      ["SIGINT", 130, "Interrupted"],
      ["SIGTERM", 143, "Terminated"],
    ] as const) {
      it(`${signal} in the middle of the build: says so, ends with ${status}, pushes nothing`, async () => {
        const args = ["--push", "--registry", "ghcr.io/username"];
        const command = checkout.start(script, args, { ...answers, DOCKER_HANGS: "^buildx build" });
        const lines = createInterface(command.stdout);
        for await (const line of lines) if (line === "hanging") break;
        // As a terminal does it: to the whole process group.
        process.kill(-(command.pid ?? 0), signal);
        const { exitCode, stderr } = await command;
        assert.equal(exitCode, status);
        assert.match(stderr, new RegExp(`^\\[WARNING\\] ${word}: nothing more is built or pushed\\.$`, "m"));
        assert.match(checkout.calls("docker").at(-1) ?? "", /^buildx build/);
      });
    }
  });

  describe("--scan (C20)", () => {
    const trivy = "aquasec/trivy:0.70.0";
    const image = "ghcr.io/username/cv:0.1.0";
    const args = ["--scan", "--push", "--registry", "ghcr.io/username"];

    it("names the version of Trivy that the workflows do", async () => {
      assert.equal(trivy, `aquasec/trivy:${TRIVY_VERSION.slice(1)}`);
      const { docker } = await run(["--scan"]);
      assert.ok(docker.includes(`image inspect ${trivy}`));
    });

    it("uses Trivy of this machine: shows the findings, stops on what is critical and has a fix, then pushes", async () => {
      checkout.install("trivy", '#!/usr/bin/env bash\necho "trivy $*"\n');
      const { exitCode, stdout, docker } = await run(args);
      assert.equal(exitCode, 0);
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.startsWith("trivy")),
        [
          `trivy image --severity HIGH,CRITICAL ${image}`,
          `trivy image --quiet --severity CRITICAL --ignore-unfixed --exit-code 3 ${image}`,
        ],
      );
      assert.match(stdout, /^\[INFO\] Scanned in \d+ s: nothing critical that has a fix$/m);
      assert.equal(docker.at(-1), `push ${image}`);
    });

    it("else its image, which gets the image as a file, not the daemon's socket; the file is removed", async () => {
      const { exitCode, stderr, docker } = await run(["--scan"]);
      assert.equal(exitCode, 0, stderr);
      const archive = /^save --output (\S+) cv:0\.1\.0$/.exec(docker[5] ?? "")?.[1] ?? "";
      const container = `run --rm --volume ${archive}:/image.tar:ro --volume cv-trivy:/root/.cache/trivy ${trivy} image`;
      assert.deepEqual(docker.slice(6), [
        `${container} --severity HIGH,CRITICAL --input /image.tar`,
        `${container} --quiet --severity CRITICAL --ignore-unfixed --exit-code 3 --input /image.tar`,
      ]);
      assert.equal((await execa("ls", [archive], { reject: false })).exitCode, 2);
    });

    it("a critical finding that has a fix: nothing is pushed", async () => {
      const { exitCode, stderr, docker } = await run(args, {
        DOCKER_REFUSES: "^run .*--exit-code",
        DOCKER_STATUS: "3",
      });
      assert.equal(exitCode, 1);
      assert.deepEqual(stderr.split("\n").slice(1), [
        `[ERROR] ${image} has critical vulnerabilities, for which there are fixes. Nothing was pushed.`,
        "[INFO] Renew the base images (the ARGs of the Dockerfile) and the crates (cargo update).",
      ]);
      assert.match(docker.at(-1) ?? "", /^run /);
    });

    it("a scan that fails by itself is no clean image: nothing is pushed", async () => {
      for (const call of ["^run .*HIGH", "^run .*--exit-code"]) {
        const { exitCode, stderr, docker } = await run(args, { DOCKER_REFUSES: call });
        assert.equal(exitCode, 1);
        assert.equal(
          stderr.split("\n")[1],
          "[ERROR] Trivy failed: its message is above. Nothing was pushed.",
        );
        assert.match(docker.at(-1) ?? "", /^run /);
      }
    });
  });

  it("has colours on a terminal, unless NO_COLOR says otherwise", async () => {
    const shown = async (env: Environment) => {
      const path = `${checkout.folder}/scripts/${script}`;
      const { stdout } = await execa(
        "script",
        ["--quiet", "--command", `'${path}' --type nothing`, "/dev/null"],
        {
          env,
          extendEnv: false,
          reject: false,
          stdin: "ignore",
        },
      );
      return stdout;
    };
    const PATH = process.env["PATH"] ?? "";
    assert.match(await shown({ PATH }), /\u001b\[0;31m\[ERROR\]\u001b\[0m Unknown build type/);
    assert.match(await shown({ PATH, NO_COLOR: "1" }), /^\[ERROR\] Unknown build type/);
  });
});
