import assert from "node:assert/strict";
import { obtainSubstitute } from "../../../../tools/local/substitutes.js";
import { recipes } from "../../../../tools/local/substitute-images/recipes.js";
import { imageConfig } from "../../image.js";
import { patience } from "../../shared-docker.js";
import { ThrowawayDocker } from "../../throwaway-docker.js";
import { Checkout, messages } from "./checkout.js";

/** Built in no time. Its step gives another result each time that it runs. */
const quick = "FROM alpine:3.21\nCOPY src src\nRUN cat /proc/sys/kernel/random/uuid > /id\n";

/** A registry on the system's loopback address, without TLS or a password. */
const registry = "localhost:5000";

describe("CV: the scripts on a real Docker, with Dockerfiles that are built in no time", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let checkout: Checkout;
  before(async () => {
    // A daemon of its own: `clean` takes all that is CV's, and other tests have CV's images, too.
    docker = await ThrowawayDocker.start();
    const alpine = recipes.find(({ references }) => references.includes("docker.io/library/alpine:3.21"));
    assert.ok(alpine);
    await docker.load(await obtainSubstitute(alpine));
    await docker.serveRegistry(registry);
    checkout = await Checkout.make(docker, "a checkout");
  });
  after(() => docker.stop());
  beforeEach(() => checkout.write("docker/Dockerfile.prod", quick));

  /** The images that the daemon has, as `name:tag`. */
  async function images(): Promise<string[]> {
    const lines = await docker.output(["docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}"]);
    return lines.split("\n").sort();
  }

  /** What the step of `quick` gave when it ran. */
  function idOf(image: string): Promise<string> {
    return docker.output(["docker", "run", "--rm", image, "cat", "/id"]);
  }

  const compose = (...command: string[]) =>
    docker.run(["docker", "compose", "--file", "docker/docker-compose.dev.yml", ...command], {
      cwd: checkout.folder,
    });

  describe("build-docker.sh", () => {
    it("builds under bash -u, from a path with a space, from any folder, without a terminal", async () => {
      const { exitCode, all } = await checkout.run("build-docker.sh", []);
      assert.equal(exitCode, 0, all);
      assert.deepEqual(messages(all), [
        "[INFO] Building cv:0.1.0 (prod, linux/amd64)",
        "[INFO] Built in N s: SIZE",
        "[INFO] Image: cv:0.1.0",
      ]);
      assert.doesNotMatch(messages(all).join("\n"), /\u001b/);
      assert.deepEqual(await images(), ["alpine:3.21", "cv:0.1.0", "cv:latest"]);
      const { Labels } = await imageConfig(docker, "cv:latest");
      assert.equal(Labels?.["org.opencontainers.image.title"], "cv");
    });

    it("C8, C27: pushes the version below the owner in lower case, without `latest`; what is pulled is the same", async () => {
      const args = ["--version", "1.0.0"];
      await checkout.run("build-docker.sh", args);
      const built = await idOf("cv:1.0.0");
      const push = [...args, "--push", "--registry", `${registry}/UserName`];
      const { exitCode, all } = await checkout.run("build-docker.sh", push);
      assert.equal(exitCode, 0, all);
      const image = `${registry}/username/cv:1.0.0`;
      const tags = await docker.output(["curl", "--silent", `http://${registry}/v2/username/cv/tags/list`]);
      assert.deepEqual(JSON.parse(tags), { name: "username/cv", tags: ["1.0.0"] });
      await docker.output(["docker", "image", "rm", image]);
      assert.equal(await idOf(image), built);
    });

    it("C25: a program of another processor: Docker's words, and the fix", async () => {
      // The head of an ELF file for a processor that nobody has.
      const head = Buffer.alloc(64);
      head.write("\u007fELF\u0002\u0001\u0001", "latin1");
      head.writeUInt16LE(2, 16);
      head.writeUInt16LE(0x7fff, 18);
      await checkout.write("src/foreign", head.toString("latin1"));
      await checkout.write(
        "docker/Dockerfile.prod",
        'FROM alpine:3.21\nCOPY src src\nRUN ["/src/foreign"]\n',
      );
      const { exitCode, all } = await checkout.run("build-docker.sh", ["--version", "foreign"]);
      assert.equal(exitCode, 1);
      assert.match(all, /exec format error/);
      assert.match(
        all,
        /^\[INFO\] 'exec format error'\? For linux\/amd64 here: docker run --privileged --rm tonistiigi\/binfmt --install all$/m,
      );
    });

    it("C20: --scan hands Trivy's image the image as a file that it can read", async () => {
      // Plays Trivy, as far as it reads an image.
      await checkout.write(
        "docker/Dockerfile.minimal",
        `FROM alpine:3.21
ENTRYPOINT ["/bin/sh", "-c", "tar -t -f /image.tar | grep -q manifest.json && echo scanned: $*", "trivy"]
`,
      );
      await checkout.run("build-docker.sh", ["--type", "minimal", "--version", "trivy"]);
      const env = { TRIVY_IMAGE: "cv-minimal:trivy" };
      const { exitCode, all } = await checkout.run("build-docker.sh", ["--scan"], env);
      assert.equal(exitCode, 0, all);
      assert.deepEqual(
        all.split("\n").filter((line) => line.startsWith("scanned:")),
        [
          "scanned: image --severity HIGH,CRITICAL --input /image.tar",
          "scanned: image --quiet --severity CRITICAL --ignore-unfixed --exit-code 3 --input /image.tar",
        ],
      );
      assert.equal(messages(all).at(-2), "[INFO] Scanned in N s: nothing critical that has a fix");
    });
  });

  describe("optimize-build.sh", () => {
    it("C11: compose takes the volume of cache for its own", async () => {
      // Compose makes containers of an image; which, does not matter here.
      await docker.output(["docker", "tag", "alpine:3.21", "cv-dev:latest"]);
      const { exitCode, all } = await checkout.run("optimize-build.sh", ["cache"]);
      assert.equal(exitCode, 0, all);
      const created = await compose("create");
      assert.equal(created.exitCode, 0, created.all);
      assert.doesNotMatch(created.all, /already exists but was not created by Docker Compose/);
      const format = ["--format", "{{json .Mounts}}"];
      const mounts = await docker.output(["docker", "inspect", ...format, "cv-dev-cv-1"]);
      assert.match(mounts, /"Name":"cv-cargo-registry"/);
    });

    it("C26: clean --clean-level all: not while containers use it; then all that is CV's, and nothing else", async () => {
      await docker.output(["docker", "tag", "alpine:3.21", "cv:not-ours"]);
      for (const volume of ["cv-data", "another"])
        await docker.output(["docker", "volume", "create", volume]);
      await checkout.run("build-docker.sh", ["--registry", "ghcr.io/username"]);
      await docker.output(["docker", "compose", "--file", "docker/docker-compose.prod.yml", "build"], {
        cwd: checkout.folder,
        env: { CV_IMAGE: "cv:by-compose" },
      });
      const before = await images();
      assert.ok(before.includes("cv:by-compose"));

      const refused = await checkout.run("optimize-build.sh", ["clean", "--clean-level", "all"]);
      assert.equal(refused.exitCode, 1);
      assert.equal(messages(refused.all)[0], "[ERROR] Nothing was removed: containers use it: cv-dev-cv-1 ");
      assert.deepEqual(await images(), before);

      await compose("down");
      const { exitCode, all } = await checkout.run("optimize-build.sh", ["clean", "--clean-level", "all"]);
      assert.equal(exitCode, 0, all);
      assert.deepEqual(await images(), ["alpine:3.21", "cv-dev:latest", "cv:not-ours"]);
      const volumes = await docker.output(["docker", "volume", "ls", "--quiet"]);
      assert.deepEqual(volumes.split("\n").sort(), ["another", "cv-data"]);
    });
  });
});
