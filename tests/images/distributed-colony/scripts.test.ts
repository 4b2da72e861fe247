import assert from "node:assert/strict";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../tools/local/directories.js";
import { baseScriptOutput, colony, colonyWithBase, type Colony, patience } from "./colony.js";
import { registryHost as registry } from "../debian-root.js";
import { interrupted } from "../interrupted.js";

const delivered = join(project, "systems", "distributed-colony", "files", "Docker");

/** The messages of a script, without what Docker prints between them, and with times and versions left out. */
function messages(output: string): string[] {
  return output
    .split("\n")
    .filter((line) => /^\[(INFO|WARNING|ERROR)\]/.test(line))
    .map((line) => line.replaceAll(/\d+ s\b/g, "N s").replace(/\d{8}-\d{6}$/, "TIMESTAMP"));
}

describe("DistributedColony: the scripts, for real", function () {
  this.timeout(patience);
  let machine: Colony;
  before(async () => {
    machine = await colony();
  });

  describe("build-and-push-base.sh", () => {
    const uri = `${registry}/distributed-colony-base:latest`;

    it("D40.1: base image builds successfully from clean state; D26, D31: its steps in order", async () => {
      assert.deepEqual(messages(await baseScriptOutput()), [
        "[INFO] Account 123456789012, region eu-west-1",
        "[INFO] Creating ECR repository: distributed-colony-base",
        `[INFO] Logging in to ${registry}`,
        "[INFO] Building distributed-colony-base:latest (5 to 15 minutes)",
        `[INFO] Pushing ${uri}`,
        "[INFO] Built in N s, pushed in N s",
        "[INFO] Base image is available locally as distributed-colony-base:latest and in ECR as:",
        `[INFO]   ${uri}`,
      ]);
      await machine.docker.output(["docker", "image", "inspect", "distributed-colony-base:latest"]);
    });

    it("D40.2: base image pushes to ECR successfully, for linux/amd64 alone (D3)", async () => {
      await colonyWithBase();
      assert.deepEqual(await machine.pushed("distributed-colony-base", "latest"), ["linux/amd64"]);
    });
  });

  describe("build-and-push-colony.sh", () => {
    const uri = `${registry}/distributed-colony:latest`;
    let output: string;
    before(async () => {
      await colonyWithBase();
      const { all, exitCode } = await machine.script("build-and-push-colony.sh");
      assert.equal(exitCode, 0, all);
      output = all;
    });

    it("D40.3: colony image builds successfully with base image present; D28, D31: its steps in order", () => {
      assert.deepEqual(messages(output), [
        "[INFO] Account 123456789012, region eu-west-1, build version TIMESTAMP",
        "[INFO] Creating ECR repository: distributed-colony",
        `[INFO] Logging in to ${registry}`,
        `[INFO] Building ${uri}`,
        `[INFO] Pushing ${uri}`,
        "[INFO] Built in N s, pushed in N s",
        "[INFO] Colony image is available in ECR as:",
        `[INFO]   ${uri}`,
        "[INFO] Remember to deploy the CDK stack, so that it runs.",
      ]);
    });

    it("D40.5: colony image pushes to ECR successfully, for linux/amd64 alone (D3)", async () => {
      assert.deepEqual(await machine.pushed("distributed-colony", "latest"), ["linux/amd64"]);
    });

    it("D40.7, D37: CDK can pull and deploy colony image: what is pulled by its URI runs", async () => {
      await machine.docker.output(["docker", "image", "rm", uri]);
      await machine.docker.output(["docker", "pull", "--quiet", uri]);
      const help = ["docker", "run", "--rm", uri] as const;
      assert.match(
        await machine.docker.output([...help, "/usr/local/bin/coordinator", "--help"]),
        /Usage: coordinator/,
      );
    });

    it("uses the daemon's builder, whatever the user chose: no other sees the local base image (D4)", async () => {
      const { docker } = machine;
      await docker.output("docker buildx create --name elsewhere --driver docker-container");
      const { exitCode, all } = await machine.script("build-and-push-colony.sh", {
        BUILDX_BUILDER: "elsewhere",
      });
      assert.equal(exitCode, 0, all);
    });

    it("does no harm to a repository that is there, whatever its policy (D36)", async () => {
      const policy = JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: "Pulumi's own rule, longer than a hundred characters when it is written out",
            selection: { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 3 },
            action: { type: "expire" },
          },
        ],
      });
      await machine.ecr("create-repository", "--repository-name", "owned");
      await machine.ecr(
        "put-lifecycle-policy",
        "--repository-name",
        "owned",
        "--lifecycle-policy-text",
        policy,
      );
      const { exitCode, all } = await machine.script("build-and-push-colony.sh", { ECR_REPOSITORY: "owned" });
      assert.equal(exitCode, 0, all);
      assert.doesNotMatch(all, /Creating ECR repository/);
      assert.deepEqual(JSON.parse(await lifecyclePolicy("owned")), JSON.parse(policy));
    });

    it("takes its settings from the environment (D29)", async () => {
      const settings = { ECR_REPOSITORY: "other", IMAGE_TAG: "v7", BUILD_VERSION: "7.0.1" };
      const { exitCode, all } = await machine.script("build-and-push-colony.sh", settings);
      assert.equal(exitCode, 0, all);
      assert.ok(await machine.pushed("other", "v7"));
      const image = await machine.docker.output(["docker", "image", "inspect", `${registry}/other:v7`]);
      assert.match(image, /"BUILD_VERSION=7\.0\.1"/);
    });

    it("runs under bash -u, from a path with spaces, from any folder, without a terminal", async () => {
      const { docker, aws } = machine;
      const checkout = await docker.copy(
        join(project, "systems", "distributed-colony", "sample"),
        "with a space",
      );
      const script = `${checkout}/Docker/build-and-push-colony.sh`;
      const { exitCode, all } = await docker.run(["bash", "-u", script], { env: aws, cwd: "/" });
      assert.equal(exitCode, 0, all);
      assert.doesNotMatch(messages(all).join("\n"), /\u001b/);
    });

    it("has coloured labels on a terminal (D31)", async () => {
      const { docker, aws } = machine;
      const script = "BASE_IMAGE_TAG=absent colony/Docker/build-and-push-colony.sh";
      const { stdout } = await docker.run(["script", "--quiet", "--command", script, "/dev/null"], {
        env: aws,
      });
      assert.match(stdout, /\u001b\[0;31m\[ERROR\]\u001b\[0m Base image/);
    });

    it("a build that fails: Docker's message is shown, and nothing is pushed (D30)", async () => {
      const checkout = await changed("miswritten", "fn misspelt( {");
      const settings = { ECR_REPOSITORY: "miswritten" };
      const { exitCode, all } = await machine.script("build-and-push-colony.sh", settings, checkout);
      assert.equal(exitCode, 1);
      assert.match(all, /error: .*delimiter/);
      assert.match(all, /^\[ERROR\] Building the colony image failed$/m);
      assert.equal(await machine.pushed("miswritten", "latest"), undefined);
    });

    it("interrupted in the middle of the build: says so, exits 130 and pushes nothing", async () => {
      const { docker, aws } = machine;
      // Changed, so that there is something to compile when the interruption comes.
      const checkout = await changed("interrupted", "// changed");
      const { exitCode, all } = await interrupted(
        docker,
        `${checkout}/Docker/build-and-push-colony.sh`,
        (line) => line.startsWith("[INFO] Building"),
        { env: { ...aws, ECR_REPOSITORY: "interrupted" } },
      );
      assert.equal(exitCode, 130, all);
      assert.match(all, /^\[WARNING\] Interrupted: nothing more is built or pushed\.$/m);
      assert.equal(await machine.pushed("interrupted", "latest"), undefined);
    });
  });

  describe("repositories that the scripts create", () => {
    before(colonyWithBase);

    it("D40.12, D34: ECR repositories created with correct policies: scan on push, AES256, mutable tags", async () => {
      const answer = (await machine.ecr("describe-repositories")) as { repositories: unknown[] };
      const settings = answer.repositories as Record<string, unknown>[];
      for (const name of ["distributed-colony", "distributed-colony-base"]) {
        const repository = settings.find(({ repositoryName }) => repositoryName === name);
        assert.deepEqual(repository?.["imageScanningConfiguration"], { scanOnPush: true });
        assert.equal(repository["imageTagMutability"], "MUTABLE");
        assert.deepEqual(repository["encryptionConfiguration"], { encryptionType: "AES256" });
      }
    });

    it("D40.13, D35: lifecycle policies are those that expire old images, and never the image tagged latest", async () => {
      const file = await readFile(join(delivered, "lifecycle-policy.json"), "utf8");
      const ofBase = await readFile(join(delivered, "lifecycle-policy.base.json"), "utf8");
      assert.deepEqual(JSON.parse(await lifecyclePolicy("distributed-colony")), JSON.parse(file));
      assert.deepEqual(JSON.parse(await lifecyclePolicy("distributed-colony-base")), JSON.parse(ofBase));
    });
  });

  /** A checkout of its own with one more line in the backend. */
  async function changed(name: string, line: string): Promise<string> {
    const checkout = await machine.docker.copy(
      join(project, "systems", "distributed-colony", "sample"),
      name,
    );
    await appendFile(machine.docker.path(`${checkout}/crates/backend/src/main.rs`), `${line}\n`);
    return checkout;
  }

  async function lifecyclePolicy(repository: string): Promise<string> {
    const answer = await machine.ecr("get-lifecycle-policy", "--repository-name", repository);
    return (answer as { lifecyclePolicyText: string }).lifecyclePolicyText;
  }
});
