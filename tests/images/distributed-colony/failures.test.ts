import assert from "node:assert/strict";
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { colony, type Colony, patience } from "./colony.js";
import { home } from "../throwaway-docker.js";

/** Runs before any test that builds: in a run of mocha the base image is still missing here. */
describe("DistributedColony: what stops the scripts (D30)", function () {
  this.timeout(patience);
  let machine: Colony;
  before(async () => {
    machine = await colony();
  });

  /** The scripts create nothing in AWS unless every check has passed. */
  afterEach(async () => {
    assert.deepEqual(await machine.ecr("describe-repositories"), { repositories: [] });
  });

  for (const script of ["build-and-push-base.sh", "build-and-push-colony.sh"] as const) {
    describe(script, () => {
      it("AWS CLI missing", async () => {
        const { exitCode, all } = await machine.script(script, { PATH: "/usr/local/bin:/usr/bin:/bin" });
        assert.equal(exitCode, 1);
        assert.match(all, /^\[ERROR\] AWS CLI is not installed$/m);
      });

      it("credentials invalid, in the words of D33", async () => {
        const { exitCode, all } = await machine.script(script, {
          AWS_ACCESS_KEY_ID: "",
          AWS_SECRET_ACCESS_KEY: "",
        });
        assert.equal(exitCode, 1);
        assert.equal(
          all,
          "[ERROR] AWS CLI is not configured or credentials are invalid\n[INFO] Please run: aws configure",
        );
      });

      it("buildx missing", async () => {
        const { docker, aws } = machine;
        const plugins = "/usr/libexec/docker/cli-plugins";
        const { exitCode, all } = await docker.run(
          [
            "unshare",
            "--mount",
            "sh",
            "-c",
            `mount --bind ${home}/empty ${plugins} && colony/Docker/${script}`,
          ],
          { env: aws },
        );
        assert.equal(exitCode, 1);
        assert.match(all, /^\[ERROR\] Docker buildx is not available$/m);
      });

      it("Docker not running", async () => {
        const { exitCode, all } = await machine.script(script, { DOCKER_HOST: "unix:///run/nobody.sock" });
        assert.equal(exitCode, 1);
        assert.match(all, /^\[ERROR\] The Docker daemon does not answer$/m);
      });
    });
  }

  it("D40.4, D32: colony image fails with clear error if base image missing, before anything is created", async () => {
    const { exitCode, stdout, stderr } = await machine.script("build-and-push-colony.sh");
    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      [
        "[ERROR] Base image 'distributed-colony-base:latest' not found locally!",
        "[INFO] Please build the base image first:",
        "[INFO]   ./build-and-push-base.sh",
      ].join("\n"),
    );
  });
});

describe("DistributedColony: a build that fails (D30)", function () {
  this.timeout(patience);
  it("shows Docker's message and ends the base script, without a push", async () => {
    const { docker, script } = await broken("base");
    const { exitCode, all } = await script("build-and-push-base.sh", { ECR_BASE_REPOSITORY: "broken-base" });
    assert.equal(exitCode, 1);
    assert.match(all, /TOML parse error|could not parse input as TOML|expected/);
    assert.match(all, /^\[ERROR\] Building the base image failed$/m);
    assert.doesNotMatch(all, /Pushing/);
    assert.equal(
      (await docker.run(["docker", "image", "inspect", "distributed-colony-base:latest"])).exitCode,
      1,
    );
  });

  async function broken(name: string) {
    const machine = await colony();
    const copy = `broken-${name}`;
    const path = machine.docker.path(`${home}/${copy}`);
    await rm(path, { recursive: true, force: true });
    await cp(machine.docker.path(`${home}/colony`), path, { recursive: true });
    await writeFile(join(path, "Cargo.toml"), "[workspace\n");
    type Script = Parameters<Colony["script"]>;
    return {
      docker: machine.docker,
      script: (script: Script[0], env: Script[1]) => machine.script(script, env, `${home}/${copy}`),
    };
  }
});
