import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { ensureDebianPrograms, unpackDebianPackage } from "../../../tools/local/debian.js";

describe("programs of Debian packages", () => {
  const path = process.env["PATH"] ?? "";
  afterEach(() => {
    process.env["PATH"] = path;
  });
  const wanted = [
    { program: "sh", package: "dash", purpose: "run scripts" },
    { program: "no-such-program", package: "no-such-package", purpose: "test this" },
  ];

  it("are asked for by name where they cannot be installed, and not where they are there", async () => {
    await ensureDebianPrograms(wanted.slice(0, 1));
    process.env["PATH"] = tmpdir();
    await assert.rejects(
      ensureDebianPrograms(wanted),
      /^UserError: Missing on this machine: sh, no-such-program\.\n.*no-such-program is needed to test this\.\n.*apt-get install dash no-such-package/s,
    );
  });

  it("are not unpacked where there is no apt", async () => {
    process.env["PATH"] = tmpdir();
    assert.equal(await unpackDebianPackage("dash", tmpdir()), undefined);
  });
});
