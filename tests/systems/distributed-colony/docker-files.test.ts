import assert from "node:assert/strict";
import { lstatSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { project } from "../../../tools/local/directories.js";

const folder = join(project, "systems", "distributed-colony", "files", "Docker");

function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

function instructions(name: string, keyword: string): string[] {
  return DockerfileParser.parse(read(name))
    .getInstructions()
    .filter((instruction: Instruction) => instruction.getKeyword() === keyword)
    .map((instruction: Instruction) => instruction.getRawArgumentsContent() ?? "");
}

/** The rules of an ignore file, without comments. */
function rules(name: string): string[] {
  return read(name)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

const dockerfiles = ["Dockerfile", "Dockerfile.base"] as const;
const scripts = ["build-and-push-base.sh", "build-and-push-colony.sh"] as const;

describe("DistributedColony: the delivered Docker folder", () => {
  it("holds the files of D1 and D2, and what they share", () => {
    assert.deepEqual(readdirSync(folder).sort(), [
      ".dockerignore",
      "Dockerfile",
      "Dockerfile.base",
      "Dockerfile.base.dockerignore",
      "Dockerfile.dockerignore",
      "README.md",
      "build-and-push-base.sh",
      "build-and-push-colony.sh",
      "ecr.sh",
      "lifecycle-policy.base.json",
      "lifecycle-policy.json",
    ]);
  });

  it("is the example's own Docker folder, by a link", () => {
    const link = join(project, "systems", "distributed-colony", "sample", "Docker");
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(realpathSync(link), realpathSync(folder));
  });

  for (const script of scripts) {
    it(`${script} is executable`, () => {
      assert.equal(statSync(join(folder, script)).mode & 0o111, 0o111);
    });
  }

  for (const dockerfile of dockerfiles) {
    it(`${dockerfile} names no frontend to download and no platform (D3)`, () => {
      assert.doesNotMatch(read(dockerfile), /^#\s*syntax\s*=/m);
      for (const from of instructions(dockerfile, "FROM")) assert.doesNotMatch(from, /--platform/);
    });

    it(`${dockerfile} builds on images that an argument can replace (D5, D15, D20)`, () => {
      for (const from of instructions(dockerfile, "FROM"))
        assert.match(from, /^(\$\{[A-Z_]+\}|chef|shared) AS /);
    });
  }

  it("the arguments have the defaults of D5, D15 and D20", () => {
    assert.deepEqual(instructions("Dockerfile.base", "ARG"), [
      "CHEF_IMAGE=lukemathwalker/cargo-chef:latest-rust-1.87-alpine",
      "SOURCE_DATE_EPOCH",
    ]);
    assert.deepEqual(instructions("Dockerfile", "ARG"), [
      "BASE_IMAGE=distributed-colony-base:latest",
      "RUNTIME_IMAGE=gcr.io/distroless/cc:nonroot",
      "BUILD_VERSION=dev",
    ]);
  });

  it("RUSTFLAGS is set once, in the base (D9, D12)", () => {
    const sets = (name: string) => instructions(name, "ENV").filter((text) => text.startsWith("RUSTFLAGS"));
    assert.deepEqual(sets("Dockerfile.base"), ['RUSTFLAGS="-C link-arg=-s"']);
    assert.deepEqual(sets("Dockerfile"), []);
  });

  it("the colony is compiled under the base's SOURCE_DATE_EPOCH: with another, C is compiled again", () => {
    assert.match(read("Dockerfile.base"), /"\$\{SOURCE_DATE_EPOCH-\}" > target\/source-date-epoch$/m);
    assert.match(read("Dockerfile"), /^SOURCE_DATE_EPOCH=\$\(cat target\/source-date-epoch\)$/m);
  });

  it("no step keeps Cargo's registry or its target directory out of the layers (D13)", () => {
    for (const dockerfile of dockerfiles) {
      for (const run of instructions(dockerfile, "RUN")) assert.doesNotMatch(run, /--mount/);
    }
  });

  it("the colony is built by exactly the command of D18", () => {
    const command = /^cargo build --release --bin backend --bin coordinator --offline\b/gm;
    assert.equal([...read("Dockerfile").matchAll(command)].length, 1);
  });

  it("stripping keeps file times (D10, D11)", () => {
    const strips = [...read("Dockerfile.base").matchAll(/\bstrip -.*$/gm)].map(([text]) => text);
    assert.equal(strips.length, 2);
    for (const strip of strips) assert.match(strip, /^strip -p --strip-debug /);
  });

  it("nothing but manifests and the lock reaches the base (D14)", () => {
    assert.deepEqual(rules("Dockerfile.base.dockerignore"), [
      "*",
      "!Cargo.toml",
      "!Cargo.lock",
      "!crates/backend/Cargo.toml",
      "!crates/coordinator/Cargo.toml",
      "!crates/shared/Cargo.toml",
    ]);
  });

  it("the ignore file that Docker does not read says the same as the one it does (D2)", () => {
    assert.deepEqual(rules(".dockerignore"), rules("Dockerfile.dockerignore"));
  });

  it("the scripts have the defaults of D29", () => {
    const settings = new Map<string, string>();
    for (const script of scripts) {
      for (const [, name, value] of read(script).matchAll(/^([A-Z_]+)=\$\{\1:-(.*)\}$/gm)) {
        if (name && value) settings.set(name, value);
      }
    }
    assert.deepEqual(Object.fromEntries(settings), {
      AWS_REGION: "eu-west-1",
      ECR_BASE_REPOSITORY: "distributed-colony-base",
      BASE_IMAGE_TAG: "latest",
      ECR_REPOSITORY: "distributed-colony",
      IMAGE_TAG: "latest",
      BUILD_VERSION: "$(date -u +%Y%m%d-%H%M%S)",
    });
  });

  it("both scripts build for linux/amd64, into the local images, with the daemon's own builder (D4, D27)", () => {
    for (const script of scripts) {
      assert.match(read(script), /docker buildx build --builder "\$BUILDER" --platform linux\/amd64 --load /);
    }
  });
});
