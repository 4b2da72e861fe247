import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { system } from "../plan/fixtures.js";
import { workflow } from "../pipeline/fixtures.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("deliveredFiles", () => {
  it("are static files and made ones, sorted by path", () => {
    const project = temporaryFolder();
    mkdirSync(path.join(project, "systems/shop/files"), { recursive: true });
    for (const name of ["Z", "a"]) writeFileSync(path.join(project, "systems/shop/files", name), name);
    const shop = system({
      workflows: () => [workflow({ file: "ci.yml" })],
      dependencyUpdates: [{ ecosystem: "docker", directories: ["/"] }],
    });
    assert.deepEqual(
      deliveredFiles(shop, {}, project).map((file) => file.path),
      [".github/dependabot.yml", ".github/workflows/ci.yml", "Z", "a"],
    );
  });

  it("are the same in every run", () => {
    const shop = system({ workflows: () => [workflow()] });
    assert.deepEqual(deliveredFiles(shop), deliveredFiles(shop));
  });

  it("make the workflows with the stack's owner and versions", () => {
    const seen: unknown[] = [];
    const shop = system({
      versions: { BASE: "a:1", OTHER: "b:1" },
      images: [{ ...(system().images[0] ?? assert.fail()), versionArgs: ["BASE", "OTHER"] }],
      workflows: ([image]) => {
        seen.push(image.buildArgs, image.labels["org.opencontainers.image.source"]);
        return [];
      },
    });
    deliveredFiles(shop, { owner: "Acme", versions: { BASE: "a:2" } });
    assert.deepEqual(seen, [{ BASE: "a:2", OTHER: "b:1" }, "https://github.com/Acme/Shop"]);
  });

  it("refuse two files with one path, naming both", () => {
    const project = temporaryFolder();
    mkdirSync(path.join(project, "systems/shop/files/.github/workflows"), { recursive: true });
    writeFileSync(path.join(project, "systems/shop/files/.github/workflows/ci.yml"), "");
    const shop = system({ workflows: () => [workflow({ file: "ci.yml" })] });
    assert.throws(() => deliveredFiles(shop, {}, project), {
      name: "UserError",
      problems: [
        {
          where: "systems/shop, .github/workflows/ci.yml",
          expected: "one file for each path",
          found: "systems/shop/files/.github/workflows/ci.yml and systems/shop, workflow ci.yml",
          fix: "rename or remove one of them",
        },
      ],
    });
  });
});
