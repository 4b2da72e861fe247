import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { deliveredFiles } from "../../../../src/delivery/delivered-files.js";
import { writeFiles } from "../../../../src/delivery/write.js";
import { checkCheckout } from "../../../../src/delivery/drift/check-checkout.js";
import type { System } from "../../../../src/catalogue/system.js";
import { temporaryFolder } from "../temporary-folder.js";
import { image, resolved, system } from "../../plan/fixtures.js";
import { workflow } from "../../pipeline/fixtures.js";

const shop: System = system({
  registry: "ghcr",
  owner: "Acme",
  versions: { RUNTIME_IMAGE: "debian:12" },
  images: [
    image({ id: "base", repository: "shop-base", dockerfile: "Dockerfile.base" }),
    image({
      versionArgs: ["RUNTIME_IMAGE"],
      sourceVersionArg: "REVISION",
      buildArgs: { BUILDKIT_INLINE_CACHE: "1" },
      target: "Final",
      base: { image: "base", name: "shop-base:latest", buildCommand: "make base" },
    }),
  ],
  workflows: () => [workflow({ file: "ci.yml" })],
});

const DOCKERFILE = `ARG BASE_IMAGE=shop-base:latest
ARG RUNTIME_IMAGE=debian:12
FROM \${BASE_IMAGE} AS builder
FROM \${RUNTIME_IMAGE} AS final
ARG REVISION=dev
`;

/** A project with static files of the shop, and a checkout that is as delivered. */
function delivered() {
  const project = temporaryFolder();
  const files = path.join(project, "systems/shop/files");
  mkdirSync(files, { recursive: true });
  writeFileSync(path.join(files, "Dockerfile.base"), "FROM debian:12\n");
  writeFileSync(path.join(files, "build.sh"), "#!/bin/sh\necho one\necho two\n");
  chmodSync(path.join(files, "build.sh"), 0o755);
  const checkout = temporaryFolder();
  const ofShop = (subject = shop) =>
    resolved(subject, {}, { filesOf: (system) => deliveredFiles(system, project) });
  writeFiles(checkout, ofShop().files);
  writeFileSync(path.join(checkout, "Dockerfile"), DOCKERFILE);
  const change = (name: string, edit: (text: string) => string) => {
    const file = path.join(checkout, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const before = ofShop().files.find((one) => one.path === name);
    writeFileSync(file, edit(before?.content.toString() ?? DOCKERFILE));
  };
  return { checkout, change, check: (subject = shop) => checkCheckout(ofShop(subject), checkout) };
}

describe("checkCheckout", () => {
  it("finds nothing in a checkout that is as delivered", () => {
    const { check, checkout } = delivered();
    assert.deepEqual(check(), { system: "shop", checkout, compared: 3, files: [], problems: [] });
  });

  it("names repository, file and key of a change that matters, and one that does not as cosmetic (user pain 11)", () => {
    const { check, change } = delivered();
    change(".github/workflows/ci.yml", (text) =>
      text.replace(/timeout-minutes: \d+/, "timeout-minutes: 999"),
    );
    assert.deepEqual(
      check().files.map(({ path, severity, keys }) => ({ path, severity, keys })),
      [{ path: ".github/workflows/ci.yml", severity: "semantic", keys: ["jobs.test.timeout-minutes"] }],
    );
    change(".github/workflows/ci.yml", (text) => `# A remark\n${text}`);
    assert.deepEqual(
      check().files.map(({ severity, what }) => ({ severity, what })),
      [{ severity: "cosmetic", what: "only comments, key order or layout differ" }],
    );
  });

  it("finds one character more, as a unified diff", () => {
    const { check, change } = delivered();
    change("Dockerfile.base", (text) => text.replace("12", "13"));
    assert.deepEqual(check().files, [
      {
        path: "Dockerfile.base",
        severity: "semantic",
        what: "changed",
        patch: `diff --git a/Dockerfile.base b/Dockerfile.base
--- a/Dockerfile.base
+++ b/Dockerfile.base
@@ -1,1 +1,1 @@
-FROM debian:13
+FROM debian:12
`,
      },
    ]);
  });

  it("finds a file that is missing, one that lost its executable bit, and one that something stands in place of", () => {
    const { check, checkout } = delivered();
    unlinkSync(path.join(checkout, "Dockerfile.base"));
    symlinkSync("/etc/hostname", path.join(checkout, "Dockerfile.base"));
    chmodSync(path.join(checkout, "build.sh"), 0o644);
    rmSync(path.join(checkout, ".github"), { recursive: true });
    assert.deepEqual(
      check().files.map(({ path, what }) => `${path}: ${what.replace(checkout, "CHECKOUT")}`),
      [
        ".github/workflows/ci.yml: missing",
        "Dockerfile.base: CHECKOUT/Dockerfile.base is a symlink; expected a file",
        "build.sh: not executable, but should be",
      ],
    );
  });

  it("writes patches that git applies, after which nothing is different", async () => {
    const { check, change, checkout } = delivered();
    change("build.sh", (text) => text.replace("two", "three\n\nfour").trimEnd());
    chmodSync(path.join(checkout, "build.sh"), 0o644);
    chmodSync(path.join(checkout, "Dockerfile.base"), 0o755);
    rmSync(path.join(checkout, ".github"), { recursive: true });
    await execa("git", ["init", "--quiet"], { cwd: checkout });
    const input = check()
      .files.map(({ patch = "" }) => patch)
      .join("");
    await execa("git", ["apply", "-"], { cwd: checkout, input });
    assert.deepEqual(check().files, []);
  });

  it("finds a workflow that an earlier Slipway made and that is delivered no longer", () => {
    const { check, checkout, change } = delivered();
    change(".github/workflows/ci.yml", (text) => {
      writeFileSync(path.join(checkout, ".github/workflows/old.yml"), text);
      return text;
    });
    assert.deepEqual(check().files, [
      {
        path: ".github/workflows/old.yml",
        severity: "semantic",
        what: "generated by Slipway but no longer delivered; remove it",
      },
    ]);
  });

  it("finds a Dockerfile and a context that are not there", () => {
    const { checkout, check } = delivered();
    unlinkSync(path.join(checkout, "Dockerfile"));
    const moved = { ...shop, images: [image({ context: "app" })] };
    assert.deepEqual(check(moved).problems, [
      {
        where: "shop/app, context",
        expected: `the folder app in ${checkout}`,
        found: "none",
        fix: "correct context in the catalogue, or check out a commit that has it",
      },
      {
        where: "shop/app, dockerfile",
        expected: `the file Dockerfile in ${checkout}`,
        found: "none",
        fix: "correct dockerfile in the catalogue, or check out a commit that has it",
      },
    ]);
  });

  it("takes a dangling symlink and a folder for no workflow files", () => {
    const { check, checkout } = delivered();
    symlinkSync("nothing", path.join(checkout, ".github/workflows/dangling.yml"));
    mkdirSync(path.join(checkout, ".github/workflows/folder.yml"));
    assert.deepEqual(check(), { system: "shop", checkout, compared: 3, files: [], problems: [] });
  });

  it("finds a Dockerfile that has no FROM, and looks no further", () => {
    const { check, checkout } = delivered();
    writeFileSync(path.join(checkout, "Dockerfile"), "FRM debian:12\n");
    assert.deepEqual(check().problems, [
      {
        where: "shop/app, Dockerfile",
        expected: "a FROM instruction",
        found: "none",
        fix: "correct the file, or dockerfile in the catalogue",
      },
    ]);
  });

  it("finds arguments, a stage and a base that a Dockerfile does not have, all at once", () => {
    const { check, change } = delivered();
    change("Dockerfile", () => "ARG RUNTIME=debian:12\nFROM ${RUNTIME} AS other\n");
    const where = "shop/app, Dockerfile";
    assert.deepEqual(check().problems, [
      {
        where,
        expected: "ARG RUNTIME_IMAGE, which the catalogue passes",
        found: "ARG RUNTIME",
        fix: "declare it in the stage that reads it, or remove RUNTIME_IMAGE from the catalogue",
      },
      {
        where,
        expected: "ARG REVISION, which the catalogue passes",
        found: "ARG RUNTIME",
        fix: "declare it in the stage that reads it, or remove REVISION from the catalogue",
      },
      {
        where,
        expected: "a stage named Final, the catalogue's target",
        found: "stages other, 0",
        fix: "name a stage with `FROM … AS`, or correct target in the catalogue",
      },
      {
        where,
        expected: "a FROM that names shop-base:latest, or an ARG with that default",
        found: "FROM debian:12",
        fix: "build on the base, or correct base in the catalogue",
      },
    ]);
  });

  it("finds a Cargo.toml that is optimised otherwise than the Dockerfile says (G13)", () => {
    const { check, change, checkout } = delivered();
    change("Dockerfile", () => `${DOCKERFILE}ENV CARGO_PROFILE_RELEASE_STRIP=true\n`);
    writeFileSync(path.join(checkout, "Cargo.toml"), "[profile.release]\nstrip = false\n");
    assert.deepEqual(check().problems, [
      {
        where: "shop/app, Dockerfile, Cargo.toml",
        expected: "strip = true in [profile.release], as in ENV CARGO_PROFILE_RELEASE_STRIP",
        found: "strip = false",
        fix: "use one value for both: the variable applies in the image, the file everywhere else",
      },
    ]);
  });
});
