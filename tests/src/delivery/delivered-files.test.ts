import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { resolved, system } from "../plan/fixtures.js";
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
      deliveredFiles(resolved(shop), project).map((file) => file.path),
      [".github/dependabot.yml", ".github/workflows/ci.yml", "Z", "a"],
    );
  });

  it("are the same in every run", () => {
    const shop = system({ workflows: () => [workflow()] });
    assert.deepEqual(deliveredFiles(resolved(shop)), deliveredFiles(resolved(shop)));
  });

  it("refuse two files with one path, naming both", () => {
    const project = temporaryFolder();
    mkdirSync(path.join(project, "systems/shop/files/.github/workflows"), { recursive: true });
    writeFileSync(path.join(project, "systems/shop/files/.github/workflows/ci.yml"), "");
    const shop = system({ workflows: () => [workflow({ file: "ci.yml" })] });
    assert.throws(() => deliveredFiles(resolved(shop), project), {
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
