import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { catalogue } from "../../../systems/index.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { slipway, slipwayProcess } from "./slipway.js";

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
    const expected = catalogue.flatMap((system) =>
      deliveredFiles(system).map((file) => [`${system.name}/${file.path}`, file.content.toString()]),
    );
    const found = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(out, file), readFileSync(file, "utf8")]);
    assert.deepEqual(found.sort(), expected.sort());

    const { stdout } = await slipway(["render", "nullspace", "--out", out, "--json"]);
    assert.deepEqual(JSON.parse(stdout), [
      { path: "nullspace/.github/dependabot.yml", outcome: "unchanged" },
      { path: "nullspace/.github/workflows/build-images.yml", outcome: "unchanged" },
      { path: "nullspace/Dockerfile", outcome: "unchanged" },
      { path: "nullspace/Dockerfile.dockerignore", outcome: "unchanged" },
      { path: "nullspace/docs/container-images.md", outcome: "unchanged" },
    ]);
  });

  it("refuses unknown systems and an empty folder name, with the nearest name and without a trace", async () => {
    const out = path.join(temporaryFolder(), "out");
    const [unknown, empty] = [
      await slipway(["render", "nulspace", "../evil", "--out", out]),
      await slipway(["render", "--out", ""]),
    ];
    const names = catalogue.map(({ name }) => name).join(", ");
    assert.deepEqual(
      { exitCode: unknown.exitCode, stderr: unknown.stderr, made: existsSync(out) },
      {
        exitCode: 2,
        stderr: `2 problems on the command line; nothing was done.

  SYSTEM
    expected: one of ${names}
    found:    "nulspace"
    fix:      perhaps you meant nullspace

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
      await slipway(["render", "cv", "--out", `${out}/below`]),
      // A file system in which nobody may make a folder, not even root.
      await slipway(["render", "cv", "--out", "/sys/slipway"]),
    ];
    assert.deepEqual([file.exitCode, readOnly.exitCode], [1, 1]);
    assert.match(file.stderr, /^1 problem with a file\.\n\n {2}\/.*\n.*\n {4}found: {4}ENOTDIR/);
    assert.match(
      readOnly.stderr,
      /^1 problem with a file\.\n\n {2}\/sys\/slipway.*\n.*\n {4}found: {4}E(?:PERM|ROFS|ACCES), /,
    );
  });
});
