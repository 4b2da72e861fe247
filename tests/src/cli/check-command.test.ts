import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { writeFiles } from "../../../src/delivery/write.js";
import { fixtureFolder } from "../../fixture-catalogue/index.js";
import { blog } from "../../fixture-catalogue/systems/blog/index.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { slipway, slipwayProcess } from "./slipway.js";
import { resolved } from "../plan/fixtures.js";

/** A checkout of the blog as delivered, whose workflow was edited. */
function blogCheckout(edit: (text: string) => string): string {
  const checkout = temporaryFolder();
  writeFiles(checkout, deliveredFiles(resolved(blog), fixtureFolder));
  const file = path.join(checkout, ".github/workflows/images.yml");
  const text = readFileSync(file, "utf8");
  assert.notEqual(edit(text), text);
  writeFileSync(file, edit(text));
  return checkout;
}

describe("slipway check", () => {
  it("ends with 1 for a change that matters, naming repository, file and key; with 0 for a remark", async () => {
    const changed = blogCheckout((text) => text.replace(/timeout-minutes: \d+/, "timeout-minutes: 7"));
    const remarked = blogCheckout((text) => `${text}# a remark\n`);
    const [semantic, cosmetic, strict] = [
      await slipway(["check", "--repo", `blog=${changed}`]),
      await slipway(["check", "--repo", `blog=${remarked}`, "--json"]),
      await slipway(["check", "--repo", `blog=${remarked}`, "--strict"]),
    ];
    assert.match(
      semantic.stdout,
      /^✖ blog, \.github\/workflows\/images\.yml: changed at jobs\.\w+\.timeout-minutes\n/,
    );
    assert.deepEqual([semantic.exitCode, cosmetic.exitCode, strict.exitCode], [1, 0, 1]);
    const [report] = JSON.parse(cosmetic.stdout) as { files: { path: string; severity: string }[] }[];
    const [{ path: file, severity } = assert.fail(), ...more] = report?.files ?? [];
    assert.deepEqual([file, severity, more], [".github/workflows/images.yml", "cosmetic", []]);
  });

  it("prints colours on a terminal alone, not in CI, where its diffs may be kept or applied", async () => {
    const changed = blogCheckout((text) => text.replace(/timeout-minutes: \d+/, "timeout-minutes: 7"));
    const args = ["check", "--repo", `blog=${changed}`];
    const { exitCode, stdout } = await slipwayProcess(args, { env: { CI: "true", FORCE_COLOR: "1" } });
    assert.equal(exitCode, 1);
    assert.ok(!stdout.includes("\u001b"), stdout);
  });

  it("tells everything that is wrong with its options at once", async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, "a"));
    const { exitCode, stderr } = await slipway(
      ["check", "press", "--repo", "shop=a", "--repo", "shop=a", "--repo", "tools=b", "--repo", "x"],
      { cwd: folder },
    );
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      `4 problems on the command line; nothing was done.

  --repo
    expected: SYSTEM=PATH, once per system
    found:    "shop=a"
    fix:      for instance --repo shop=../shop

  --repo tools
    expected: the folder of a checkout
    found:    "b"
    fix:      clone the repository there, or name the folder where it is

  --repo
    expected: SYSTEM=PATH, once per system
    found:    "x"
    fix:      for instance --repo shop=../shop

  press
    expected: a checkout to compare it with
    found:    none
    fix:      add --repo press=PATH`,
    );
  });
});
