import assert from "node:assert/strict";
import { cpSync, lstatSync, readFileSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { checkCheckout } from "../../../src/delivery/drift/check-checkout.js";
import { project } from "../../../tools/local/directories.js";
import { nullspace } from "../../../systems/nullspace/index.js";
import { temporaryFolder } from "../../src/delivery/temporary-folder.js";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { resolved } from "../../src/plan/fixtures.js";

const folder = join(project, "systems", "nullspace", "files");
const example = join(project, "systems", "nullspace", "sample");

function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

function instructions(keyword: string): string[] {
  return DockerfileParser.parse(read("Dockerfile"))
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getRawArgumentsContent() ?? "");
}

describe("Nullspace: the delivered files", () => {
  it("are the simulator's Dockerfile, its ignore file and their page", () => {
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), [
      "Dockerfile",
      "Dockerfile.dockerignore",
      "docs",
      "docs/container-images.md",
    ]);
  });

  for (const name of ["Dockerfile", "Dockerfile.dockerignore"]) {
    it(`${name} is the example's own, by a link`, () => {
      const link = join(example, name);
      assert.ok(lstatSync(link).isSymbolicLink());
      assert.equal(realpathSync(link), realpathSync(join(folder, name)));
    });
  }

  it("name no frontend to download and no platform (X7)", () => {
    assert.doesNotMatch(read("Dockerfile"), /^#\s*syntax\s*=/m);
    assert.deepEqual(instructions("FROM"), [
      "${RUST_IMAGE} AS toolchain",
      "toolchain AS dependencies",
      "dependencies AS builder",
      "${RUNTIME_IMAGE} AS runtime",
    ]);
  });

  it("build on the images of the document, which an argument can replace (N31, N38, X4)", () => {
    assert.deepEqual(instructions("ARG"), [
      "RUST_IMAGE=rust:1.83-slim-bookworm",
      "RUNTIME_IMAGE=debian:bookworm-slim",
    ]);
  });

  it("copy the manifests first, then the sources, in the document's order (N33, N36)", () => {
    const crates = ["node", "client", "execution", "simulator", "types", "website/wasm"];
    assert.deepEqual(instructions("COPY"), [
      "Cargo.toml Cargo.lock ./",
      ...crates.map((crate) => `${crate}/Cargo.toml ./${crate}/`),
      ...crates.map((crate) => `${crate}/ ./${crate}/`),
      "/app/target/release/nullspace-simulator /app/nullspace-simulator",
    ]);
  });

  it("compile dummies and sources by the command of the document, and hide nothing of it (N35, N36)", () => {
    const builds = [...read("Dockerfile").matchAll(/^cargo .*$/gm)].map(([line]) => line);
    assert.deepEqual(builds, [
      "cargo build --release --package nullspace-simulator || cat > target/warning <<'WARNING'",
      "cargo build --release --package nullspace-simulator",
    ]);
  });

  it("let in what the simulator is compiled from, and none of the other services (N9–N13)", () => {
    const rules = read("Dockerfile.dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    assert.deepEqual(rules.slice(0, 9), [
      "*",
      ...[
        "Cargo.toml",
        "Cargo.lock",
        "node",
        "client",
        "execution",
        "simulator",
        "types",
        "website/wasm",
      ].map((path) => `!${path}`),
    ]);
    assert.ok(rules.slice(9).every((rule) => !rule.startsWith("!")));
  });
});

const resolvedNullspace = resolved(nullspace, {}, { filesOf: deliveredFiles });

describe("Nullspace: a checkout with all six Dockerfiles", () => {
  function checkout(): string {
    const copy = temporaryFolder();
    cpSync(example, copy, { recursive: true, dereference: true });
    return copy;
  }

  it("can be built as the catalogue says (N8–N14)", () => {
    assert.deepEqual(checkCheckout(resolvedNullspace, checkout()).problems, []);
  });

  it("is told of a website without the line that N16 asks for", () => {
    const copy = checkout();
    const dockerfile = join(copy, "website", "Dockerfile");
    const [first, ...rest] = readFileSync(dockerfile, "utf8").split("\n");
    assert.equal(first, "# check=skip=SecretsUsedInArgOrEnv");
    writeFileSync(dockerfile, rest.join("\n"));
    const { problems } = checkCheckout(resolvedNullspace, copy);
    assert.deepEqual(
      problems.map(({ where, found }) => ({ where, found })),
      [{ where: "nullspace/website, website/Dockerfile", found: "none" }],
    );
  });
});
