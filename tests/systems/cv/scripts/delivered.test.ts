import assert from "node:assert/strict";
import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { project } from "../../../../tools/local/directories.js";
import { delivered } from "./checkout.js";

const scripts = ["build-docker.sh", "network-test.sh", "optimize-build.sh"];

describe("CV: the delivered scripts folder", () => {
  it("holds the scripts of C2, and what they say alike", () => {
    assert.deepEqual(readdirSync(delivered).sort(), [...scripts, "messages.sh"].sort());
  });

  it("is the example's own, by a link", () => {
    const link = path.join(project, "systems", "cv", "sample", "scripts");
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(realpathSync(link), realpathSync(delivered));
  });

  for (const script of scripts) {
    it(`${script} is executable`, () => {
      assert.equal(statSync(path.join(delivered, script)).mode & 0o111, 0o111);
    });
  }
});
