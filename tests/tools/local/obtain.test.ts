import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { choose, findVersion, thisTarget, unpack, type Obtained } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";

describe("obtain", () => {
  it("takes the first way that works, and asks no further", async () => {
    const asked: number[] = [];
    const found: Obtained = { how: "built", version: "1.0.0", programs: ["/pulumi"] };
    const ways = [undefined, found, found].map((answer, place) => () => {
      asked.push(place);
      return Promise.resolve(answer);
    });
    assert.equal(await choose(parts.pulumi, ways), found);
    assert.deepEqual(asked, [0, 1]);
    assert.equal(await choose(parts.pulumi, []), undefined);
  });

  it("finds the version in what programs print", () => {
    assert.equal(findVersion("v3.256.0-dev.0"), "3.256.0");
    assert.equal(findVersion("/6ft4/docker-registry github.com/docker/distribution 2.8.1+ds1"), "2.8.1");
    assert.equal(findVersion("buildkitd github.com/moby/buildkit v0.31.0 abc"), "0.31.0");
    assert.equal(findVersion("no version"), undefined);
  });

  it("knows the machines it runs on and names the fix on others", () => {
    assert.deepEqual(thisTarget("linux", "x64"), { os: "linux", architecture: "amd64" });
    assert.deepEqual(thisTarget("darwin", "arm64"), { os: "darwin", architecture: "arm64" });
    assert.throws(() => thisTarget("win32", "x64"), /Linux and macOS.*win32/);
  });

  describe("a release file", () => {
    let folder = "";
    let content: Buffer;
    const server = createServer((request, response) => {
      response.statusCode = request.url === "/file" ? 200 : 404;
      response.end(content);
    });
    const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
    const sha256 = () => createHash("sha256").update(content).digest("hex");

    before(async () => {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    });
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "slipway-obtain-"));
      await writeFile(join(folder, "tool"), "#!/bin/sh\n");
      const { stdout } = await execa("tar", ["-czf", "-", "-C", folder, "tool"], { encoding: "buffer" });
      content = Buffer.from(stdout);
      await rm(join(folder, "tool"));
    });
    afterEach(() => rm(folder, { recursive: true }));
    after(() => server.close());

    it("is unpacked when it has the pinned SHA-256", async () => {
      const programs = await unpack(
        { url: url(), sha256: sha256() },
        { kind: "archive", program: "tool" },
        folder,
      );
      assert.equal(programs, join(folder, "programs"));
      assert.equal(await readFile(join(folder, "programs", "tool"), "utf8"), "#!/bin/sh\n");
    });

    it("is a program where it is no archive", async () => {
      const programs = await unpack(
        { url: url(), sha256: sha256() },
        { kind: "program", program: "tool" },
        folder,
      );
      assert.deepEqual(await readFile(join(programs ?? "", "tool")), content);
      await execa("test", ["-x", join(programs ?? "", "tool")]);
    });

    for (const kind of ["archive", "program"] as const) {
      it(`is thrown away with another SHA-256: nothing of the ${kind} is left`, async () => {
        const pinned = { url: url(), sha256: "0".repeat(64) };
        assert.equal(await unpack(pinned, { kind, program: "tool" }, folder), undefined);
        assert.deepEqual(await readdir(join(folder, "programs")), []);
        assert.equal(existsSync(join(folder, "archive.tar.gz")), false);
      });
    }

    it("is not there when the server has none", async () => {
      const missing = { url: url().replace("/file", "/other"), sha256: sha256() };
      assert.equal(await unpack(missing, { kind: "archive", program: "tool" }, folder), undefined);
    });
  });
});
