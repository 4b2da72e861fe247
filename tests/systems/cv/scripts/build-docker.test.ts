import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { TRIVY_VERSION } from "../../../../src/pipeline/steps/scan.js";
import { delivered, testCases, testHelp, testMisuses } from "./checkout.js";

const script = "build-docker.sh";

/** The build of an image, and the question for its size, as docker is asked. */
function build({
  type = "prod",
  version = "0.1.0",
  platform = "linux/amd64",
  registry = "",
  set = "",
  more = "",
} = {}) {
  const name = type === "prod" ? "cv" : `cv-${type}`;
  const image = `${registry}${name}:${version}`;
  const tags = `--tag ${name}:${version} --tag ${name}:latest${registry && ` --tag ${image}`}`;
  return [
    `docker buildx build --load --platform ${platform} --file docker/Dockerfile.${type} ` +
      `--build-arg VERSION=${version}${set} --label org.opencontainers.image.title=${name} ${tags}${more} .`,
    `docker image ls --format {{.Size}} ${image}`,
  ] as const;
}
function buildOffline(folder = "./vendor") {
  const more = ` --builder default --build-context vendor=${folder} --build-arg OFFLINE=1`;
  return asked("docker context show", ...build({ more }));
}

/** What docker is asked: first what it can do, then the rest. */
function asked(...calls: readonly string[]) {
  return ["docker version", "docker buildx version", ...calls];
}

/** What is said of a build and after it. */
function said(image: string, ...more: readonly string[]) {
  return [`[INFO] Building ${image} (prod, linux/amd64)`, "[INFO] Built in N s: 38.4MB", ...more];
}

const vendored = { "vendor/config.toml": "" };
const networkTest = (status: number) => ({
  "scripts/network-test.sh": `#!/usr/bin/env bash\necho tested\nexit ${status}\n`,
});

describe("CV: build-docker.sh", () => {
  describe("its command line (C7)", () => {
    testHelp(script, [
      ...["-t, --type TYPE (default: prod)", "-v, --version VERSION (default: 0.1.0)", "-p, --push"],
      ...["--no-cache", "--platform PLATFORM (default: linux/amd64)", "--network-test", "--offline"],
      ...["--registry REGISTRY", "--no-buildkit", "--scan", "-h, --help"],
    ]);
    const noRegistry =
      "is no registry: expected a host and a path, such as ghcr.io/username or docker.io/username";
    testMisuses(script, {
      "--type debug": "Unknown build type 'debug': expected prod, dev or minimal",
      "--type": "Option --type needs a value",
      "--type --push": "Option --type needs a value",
      "--version=": "Option --version needs a value",
      "-v a:b": "Version 'a:b' cannot be an image's tag: expected letters, digits, '.', '_' and '-'",
      "--platform linux/arm,b": "Unknown platform 'linux/arm,b': expected one such as linux/amd64",
      "--platform amd64": "Unknown platform 'amd64': expected one such as linux/amd64",
      // C10
      "--platform a-rust-target":
        "'a-rust-target' is a Rust target triple; --platform takes Docker's name for a platform here",
      // C8
      "--push":
        "--push needs --registry: without it, the image would go to Docker Hub under a name that is not yours",
      "--registry https://ghcr.io": `'https://ghcr.io' ${noRegistry}`,
      "--registry username": `'username' ${noRegistry}`,
      // C8
      "--no-buildkit":
        "--no-buildkit: docker/Dockerfile.prod needs BuildKit, line 3: RUN --mount=type=cache true",
      "--type minimal --no-buildkit --offline": "--offline needs BuildKit: leave out --no-buildkit",
      "--pull": "Unknown option '--pull'",
      prod: "Unexpected argument 'prod'",
      "--push=yes": "Unexpected argument 'yes'",
    });
  });

  describe("what it builds (C7)", () => {
    for (const [args, built, ...more] of [
      ["-t dev -v 2.0 --platform linux/arm/v7", { type: "dev", version: "2.0", platform: "linux/arm/v7" }],
      [
        "--type=minimal --version=v3 --registry localhost:5000/",
        { type: "minimal", version: "v3", registry: "localhost:5000/" },
      ],
      // The examples of the document (C8).
      ["--type prod --version 1.0.0", { version: "1.0.0" }],
      ["--type dev --no-cache", { type: "dev", more: " --no-cache" }],
      ["--platform linux/arm64", { platform: "linux/arm64" }],
      // The version is pushed, `latest` is not.
      [
        "--type minimal --push --registry ghcr.io/username",
        { type: "minimal", registry: "ghcr.io/username/" },
        "docker push ghcr.io/username/cv-minimal:0.1.0",
      ],
      // The workflow's two steps (C27): an owner in capitals is a repository in lower case.
      [
        "--version 0c4c1b1 -p --registry ghcr.io/UserName",
        { version: "0c4c1b1", registry: "ghcr.io/username/" },
        "docker push ghcr.io/username/cv:0c4c1b1",
      ],
    ] as const) {
      testCases(script, { [args]: { args, calls: asked(...build(built), ...more) } });
    }

    const mirrors = { ALPINE_IMAGE: "mirror/alpine:3.21", CARGO_MIRROR: "sparse+https://mirror/" };
    const set = Object.entries(mirrors).map(([name, value]) => ` --build-arg ${name}=${value}`);
    const [classic, ...size] = build({ type: "minimal" });
    testCases(script, {
      "without options: prod 0.1.0 for linux/amd64, and says its name, size and time": {
        stdout: said("cv:0.1.0", "[INFO] Image: cv:0.1.0"),
        calls: asked(...build()),
      },
      "the token for private dependencies is a secret, never an argument (C21)": {
        env: { GITHUB_TOKEN: "ghp_hidden" },
        calls: asked(...build({ more: " --secret id=github_token,env=GITHUB_TOKEN" })),
      },
      "the other arguments of the Dockerfiles are from the environment: base images, a mirror (X4)": {
        env: mirrors,
        calls: asked(...build({ set: set.join("") })),
      },
      "--network-test --offline (C8): the crates of ./vendor, by the daemon's own builder": {
        args: "--network-test --offline",
        files: { ...vendored, ...networkTest(0) },
        stdout: ["tested", ...said("cv:0.1.0", "[INFO] Image: cv:0.1.0")],
        calls: buildOffline(),
      },
      "--offline takes the crates from VENDOR_DIR": {
        args: "--offline",
        env: { VENDOR_DIR: "./some crates" },
        files: { "some crates/config.toml": "" },
        calls: buildOffline("./some crates"),
      },
      "a failed network test does not stop an offline build": {
        args: "--network-test --offline",
        files: { ...vendored, ...networkTest(1) },
        stderr: [
          "[WARNING] The network test failed. An offline build needs the network only for base images that are not here yet.",
        ],
        calls: buildOffline(),
      },
      "--no-buildkit uses Docker's classic builder, where the Dockerfile allows it": {
        args: "--no-buildkit --type minimal",
        env: { GITHUB_TOKEN: "unused" },
        calls: [
          "docker version",
          `DOCKER_BUILDKIT=0 ${classic.replace("buildx build --load", "build")}`,
          ...size,
        ],
      },
    });
  });

  describe("base images (C14)", () => {
    const files = {
      "docker/Dockerfile.prod": "ARG ALPINE_IMAGE=alpine:3.21\nFROM ${ALPINE_IMAGE}\n",
      "docker/retry.sh": readFileSync(path.join(delivered, "../docker/retry.sh"), "utf8"),
    };
    const inspect = "docker image inspect alpine:3.21";
    const pull = "docker pull --quiet --platform linux/amd64 alpine:3.21";
    testCases(script, {
      "that are here are not asked for": { files, calls: asked(inspect, ...build()) },
      "that are not here are fetched before the build": {
        files,
        env: { REFUSES: "image inspect" },
        calls: asked(inspect, pull, ...build()),
      },
      "that cannot be had end it after three attempts, with nothing built": {
        files,
        env: { REFUSES: "image inspect|docker pull", RETRY_DELAY: "0" },
        stdout: [1, 2, 3]
          .flatMap((i) => [`Attempt ${i}: Pulling alpine:3.21...`, `Attempt ${i} failed, retrying...`])
          .slice(0, 5),
        error: [
          "alpine:3.21 cannot be pulled, and Dockerfile.prod builds on it (ALPINE_IMAGE). Nothing was built.",
        ],
        calls: asked(inspect, pull, pull, pull),
      },
      "are left to the machine in an offline build": {
        args: "--offline",
        files: { ...files, ...vendored },
        calls: buildOffline(),
      },
    });
  });

  const trivy = `aquasec/trivy:${TRIVY_VERSION.slice(1)}`;

  describe("what stands in the way: nothing is built", () => {
    testCases(script, {
      "no docker": {
        programs: [],
        error: ["Docker is not installed", "See https://docs.docker.com/get-started/get-docker/"],
      },
      "no daemon": {
        env: { REFUSES: "^docker version" },
        error: ["The Docker daemon does not answer", "Please start Docker."],
        calls: ["docker version"],
      },
      "no buildx": {
        env: { REFUSES: "buildx version" },
        error: ["Docker buildx is not available", "See https://docs.docker.com/build/install-buildx/"],
        calls: asked(),
      },
      "a script outside of the repository": {
        files: { "docker/Dockerfile.prod": undefined },
        error: [
          "/world/a checkout holds no docker/Dockerfile.prod with a Cargo.toml beside docker/",
          "This script belongs in the folder scripts/ of the CV repository.",
        ],
      },
      "--offline without vendored crates": {
        args: "--offline",
        error: [
          "--offline takes the crates from ./vendor, which holds none: it has no config.toml",
          "Where there is a network, run: ./scripts/optimize-build.sh vendor",
        ],
      },
      "a failed network test, and says what that means": {
        args: "--network-test",
        files: networkTest(1),
        error: [
          "The network test failed: the build would not get its base images or its crates. Nothing was built.",
          "Each [FAIL] above says what to do.",
          "With vendored crates, and base images that are here already, --offline builds.",
        ],
        calls: asked(),
      },
      "--scan with neither Trivy nor its image": {
        args: "--scan",
        env: { REFUSES: "aquasec" },
        error: [
          `--scan needs Trivy: it is not installed, and its image ${trivy} cannot be pulled. Nothing was built.`,
          "Install it: https://trivy.dev/docs/latest/getting-started/installation/",
          `or name an image that can be pulled: TRIVY_IMAGE=<registry>/${trivy}`,
        ],
        calls: asked(`docker image inspect ${trivy}`, `docker pull --quiet ${trivy}`),
      },
    });
  });

  describe("--scan (C20), --push, and what fails on the way", () => {
    const image = "ghcr.io/username/cv:0.1.0";
    const common = { args: "--scan --push --registry ghcr.io/username", programs: ["docker", "trivy"] };
    const shown = "--severity HIGH,CRITICAL";
    const judged = "--quiet --severity CRITICAL --ignore-unfixed --exit-code 3";
    const container =
      "docker run --rm --volume /world/tmp/tmp.X:/image.tar:ro --volume cv-trivy:/root/.cache/trivy";
    /** All that is asked on the way. */
    const way = asked(
      ...build({ registry: "ghcr.io/username/" }),
      ...[`trivy image ${shown} ${image}`, `trivy image ${judged} ${image}`, `docker push ${image}`],
    );
    testCases(script, {
      "Trivy of this machine shows the findings, then stops on what is critical and has a fix; then it pushes":
        {
          ...common,
          env: { ANSWERS: "docker image ls* -> 38.4MB\ntrivy image --severity* -> findings" },
          stdout: said(
            image,
            ...[`[INFO] Scanning ${image}`, "findings"],
            "[INFO] Scanned in N s: nothing critical that has a fix",
            ...[`[INFO] Pushing ${image}`, "[INFO] Pushed in N s", `[INFO] Image: ${image}`],
          ),
          calls: way,
        },
      "else its image, which gets the image as a file, not the daemon's socket; the file is removed": {
        args: "--scan",
        calls: asked(
          ...[`docker image inspect ${trivy}`, ...build()],
          "docker save --output /world/tmp/tmp.X cv:0.1.0",
          `${container} ${trivy} image ${shown} --input /image.tar`,
          `${container} ${trivy} image ${judged} --input /image.tar`,
        ),
      },
      "SIGINT in the middle of the build": {
        ...common,
        env: { HANGS: "buildx build", SIGNAL: "INT" },
        status: 130,
        stderr: ["[WARNING] Interrupted: nothing more is built or pushed."],
        calls: way.slice(0, 3),
      },
      "SIGTERM in the middle of the build": {
        ...common,
        env: { HANGS: "buildx build", SIGNAL: "TERM" },
        status: 143,
        // The first is bash's, of docker.
        stderr: ["Terminated", "[WARNING] Terminated: nothing more is built or pushed."],
        calls: way.slice(0, 3),
      },
    });
    const scanFailed = "Trivy failed: its message is above. Nothing was pushed.";
    for (const [title, env, calls, ...error] of [
      ["a build fails", { REFUSES: "buildx build" }, 3, `Building ${image} failed. Nothing was pushed.`],
      ["the first scan fails by itself", { REFUSES: "trivy .*HIGH" }, 5, scanFailed],
      ["the second does, which is no clean image", { REFUSES: "trivy .*--exit-code" }, 6, scanFailed],
      [
        "a critical finding has a fix",
        { REFUSES: "trivy .*--exit-code", STATUS: "3" },
        6,
        `${image} has critical vulnerabilities, for which there are fixes. Nothing was pushed.`,
        "Renew the base images (the ARGs of the Dockerfile) and the crates (cargo update).",
      ],
      [
        "a push fails: says how to log in",
        { REFUSES: "docker push" },
        7,
        `Pushing ${image} failed`,
        "Are you logged in? docker login ghcr.io",
      ],
    ] as const) {
      testCases(script, { [title]: { ...common, env, error, calls: way.slice(0, calls) } });
    }
  });

  it("has colours on a terminal, unless NO_COLOR says otherwise", async () => {
    const command = `'${path.join(delivered, script)}' --type nothing`;
    for (const [NO_COLOR, expected] of [
      ["", /^\u001b\[0;31m\[ERROR\]\u001b\[0m Unknown build type/],
      ["1", /^\[ERROR\] Unknown build type/],
    ] as const) {
      const options = { env: { NO_COLOR }, reject: false, stdin: "ignore" } as const;
      const { stdout } = await execa("script", ["--quiet", "--command", command, "/dev/null"], options);
      assert.match(stdout, expected);
    }
  });
});
