import assert from "node:assert/strict";
import { chmodSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { compareFile } from "../../../../src/delivery/drift/compare-file.js";
import { writeFiles } from "../../../../src/delivery/write.js";
import { temporaryFolder } from "../temporary-folder.js";

const file = (name: string, text: string, executable = false) => ({
  path: name,
  content: Buffer.from(text),
  executable,
  source: "a test",
});
const script = file("bin/build.sh", "#!/bin/sh\necho one\necho two\n", true);
const workflow = file("ci.yml", "on: push\n");
const files = [script, workflow, file("Dockerfile", "FROM debian:12\n"), file("logo", "\0\u0001")];

/** A checkout that is as delivered, until it is changed. */
function delivered() {
  const checkout = temporaryFolder();
  writeFiles(checkout, files);
  return {
    checkout,
    at: (name: string) => path.join(checkout, name),
    compare: () => files.flatMap((one) => compareFile(checkout, one) ?? []),
  };
}

describe("compareFile", () => {
  it("finds nothing in a file that is as delivered", () => {
    assert.deepEqual(delivered().compare(), []);
  });

  it("finds one character more, as a unified diff", () => {
    const { at, compare } = delivered();
    writeFileSync(at("Dockerfile"), "FROM debian:13\n");
    assert.deepEqual(compare(), [
      {
        path: "Dockerfile",
        severity: "semantic",
        what: "changed",
        patch: `diff --git a/Dockerfile b/Dockerfile
--- a/Dockerfile
+++ b/Dockerfile
@@ -1,1 +1,1 @@
-FROM debian:13
+FROM debian:12
`,
      },
    ]);
  });

  it("finds a missing file, a lost executable bit, an obstacle, a remark and other bytes", () => {
    const { at, compare, checkout } = delivered();
    unlinkSync(at("Dockerfile"));
    symlinkSync("/etc/hostname", at("Dockerfile"));
    chmodSync(at("bin/build.sh"), 0o644);
    writeFileSync(at("ci.yml"), "on: push # always\n");
    writeFileSync(at("logo"), "\0");
    assert.deepEqual(
      compare().map(
        ({ path: name, severity, what }) => `${severity} ${name}: ${what.replace(checkout, "…")}`,
      ),
      [
        "semantic bin/build.sh: not executable, but should be",
        "cosmetic ci.yml: only comments, key order or layout differ",
        "semantic Dockerfile: …/Dockerfile is a symlink; expected a file",
        "semantic logo: changed",
      ],
    );
    assert.match(compare()[3]?.patch ?? "", /^Binary files a\/logo and b\/logo differ$/m);
    unlinkSync(at("ci.yml"));
    assert.equal(compare()[1]?.what, "missing");
  });

  it("writes patches that git applies, after which nothing is different", async () => {
    const { at, compare, checkout } = delivered();
    writeFileSync(at("bin/build.sh"), "#!/bin/sh\necho one\necho three\n\nfour");
    chmodSync(at("bin/build.sh"), 0o644);
    chmodSync(at("Dockerfile"), 0o755);
    unlinkSync(at("ci.yml"));
    await execa("git", ["init", "--quiet"], { cwd: checkout });
    const input = compare()
      .map(({ patch = "" }) => patch)
      .join("");
    await execa("git", ["apply", "-"], { cwd: checkout, input });
    assert.deepEqual(compare(), []);
  });
});
