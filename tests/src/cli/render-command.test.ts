import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { fixtureCatalogue, fixtureFolder } from "../../fixture-catalogue/index.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { slipway, slipwayProcess } from "./slipway.js";
import { resolved } from "../plan/fixtures.js";

describe("slipway render", () => {
  it("writes every file of every system, and two at once do not disturb each other", async () => {
    const out = path.join(temporaryFolder(), "out");
    const runs = await Promise.all([
      slipwayProcess(["render", "--out", out]),
      slipwayProcess(["render", "--out", out]),
    ]);
    assert.deepEqual(
      runs.map(({ exitCode, stderr }) => ({ exitCode, stderr })),
      [
        { exitCode: 0, stderr: "" },
        { exitCode: 0, stderr: "" },
      ],
    );
    const expected = fixtureCatalogue.flatMap((system) =>
      deliveredFiles(resolved(system), fixtureFolder).map((file) => [
        `${system.name}/${file.path}`,
        file.content.toString(),
      ]),
    );
    const found = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(out, file), readFileSync(file, "utf8")]);
    assert.deepEqual(found.sort(), expected.sort());

    const { stdout } = await slipway(["render", "shop", "--out", out, "--json"]);
    assert.deepEqual(JSON.parse(stdout), [
      { path: "shop/.github/dependabot.yml", outcome: "unchanged" },
      { path: "shop/.github/workflows/build-images.yml", outcome: "unchanged" },
      { path: "shop/Dockerfile", outcome: "unchanged" },
      { path: "shop/scripts/try.sh", outcome: "unchanged" },
    ]);
  });

  it("refuses unknown systems and an empty folder name, with the nearest name and without a trace", async () => {
    const out = path.join(temporaryFolder(), "out");
    const [unknown, empty] = [
      await slipway(["render", "shpo", "../evil", "--out", out]),
      await slipway(["render", "--out", ""]),
    ];
    const names = fixtureCatalogue.map(({ name }) => name).join(", ");
    assert.deepEqual(
      { exitCode: unknown.exitCode, stderr: unknown.stderr, made: existsSync(out) },
      {
        exitCode: 2,
        stderr: `2 problems on the command line; nothing was done.

  SYSTEM
    expected: one of ${names}
    found:    "shpo"
    fix:      perhaps you meant shop

  SYSTEM
    expected: one of ${names}
    found:    "../evil"
    fix:      name one of these`,
        made: false,
      },
    );
    assert.equal(empty.exitCode, 2);
  });

  it("tells what the operating system refuses, without a trace", async () => {
    const out = path.join(temporaryFolder(), "file");
    writeFileSync(out, "");
    const [file, readOnly] = [
      await slipway(["render", "press", "--out", `${out}/below`]),
      // A file system in which nobody may make a folder, not even root.
      await slipway(["render", "press", "--out", "/sys/slipway"]),
    ];
    assert.deepEqual([file.exitCode, readOnly.exitCode], [1, 1]);
    assert.match(file.stderr, /^1 problem with a file\.\n\n {2}\/.*\n.*\n {4}found: {4}ENOTDIR/);
    assert.match(
      readOnly.stderr,
      /^1 problem with a file\.\n\n {2}\/sys\/slipway.*\n.*\n {4}found: {4}E(?:PERM|ROFS|ACCES): /,
    );
  });
});
