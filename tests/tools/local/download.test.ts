import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { httpStatus, unpack } from "../../../tools/local/download.js";
import { temporaryFolder } from "../../src/delivery/temporary-folder.js";
import { type Listening, listen } from "../../e2e/loopback.js";

describe("a release file", () => {
  let folder = "";
  let content: Buffer;
  let server: Listening;
  const url = (path = "/file") => `http://127.0.0.1:${server.port}${path}`;
  const sha256 = () => createHash("sha256").update(content).digest("hex");

  before(async () => {
    server = await listen(
      createServer((request, response) => {
        response.statusCode = request.url === "/file" ? 200 : 404;
        response.end(content);
      }),
    );
  });
  beforeEach(async () => {
    folder = temporaryFolder();
    await writeFile(join(folder, "tool"), "#!/bin/sh\n");
    const { stdout } = await execa("tar", ["-czf", "-", "-C", folder, "tool"], { encoding: "buffer" });
    content = Buffer.from(stdout);
    await rm(join(folder, "tool"));
  });
  after(() => server.stop());

  const get = (kind: "archive" | "program", sum = sha256(), address = url()) =>
    unpack({ url: address, sha256: sum }, { kind, program: "tool" }, folder);

  it("is unpacked when it has the pinned SHA-256", async () => {
    assert.equal(await get("archive"), join(folder, "programs"));
    assert.equal(await readFile(join(folder, "programs", "tool"), "utf8"), "#!/bin/sh\n");
  });

  it("is a program where it is no archive", async () => {
    const programs = (await get("program")) ?? "";
    assert.deepEqual(await readFile(join(programs, "tool")), content);
    await execa("test", ["-x", join(programs, "tool")]);
  });

  for (const kind of ["archive", "program"] as const) {
    it(`is thrown away with another SHA-256: nothing of the ${kind} is left`, async () => {
      assert.equal(await get(kind, "0".repeat(64)), undefined);
      assert.deepEqual(await readdir(join(folder, "programs")), []);
      assert.equal(existsSync(join(folder, "archive.tar.gz")), false);
    });
  }

  it("is not there when the server has none", async () => {
    assert.equal(await get("archive", sha256(), url("/other")), undefined);
  });

  it("is asked for: its status, 0 where nothing answers", async () => {
    assert.deepEqual(
      await Promise.all([url(), url("/other"), "http://127.0.0.1:9"].map(httpStatus)),
      [200, 404, 0],
    );
  });
});
