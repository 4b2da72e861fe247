import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { project } from "../../../../tools/local/directories.js";

const configure = join(project, "systems", "cv", "files", "docker", "configure-cargo.sh");

describe("CV: configure-cargo.sh (C15)", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-cargo-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const run = (env: Readonly<Record<string, string>>) =>
    execa(configure, { env: { ...env, CARGO_HOME: folder }, reject: false, stdin: "ignore" });
  const written = () => readFileSync(join(folder, "config.toml"), "utf8");
  const network = (offline: boolean) =>
    `[net]\nretry = 3\ngit-fetch-with-cli = true\noffline = ${offline}\n\n[http]\ntimeout = 30\n\n`;

  for (const offline of ["", "0"]) {
    it(`writes to $CARGO_HOME: three retries, git's own client, 30 s (OFFLINE=${offline})`, async () => {
      assert.equal((await run({ OFFLINE: offline })).exitCode, 0);
      assert.equal(written(), network(false));
    });
  }

  it("names a registry in place of crates.io", async () => {
    await run({ CARGO_MIRROR: "sparse+https://mirror.example/index/" });
    const source = '[source.crates-io]\nreplace-with = "mirror"\n\n[source.mirror]\n';
    assert.equal(written(), `${network(false)}${source}registry = "sparse+https://mirror.example/index/"\n`);
  });

  it("asks for the vendored crates where there are none, and writes nothing", async () => {
    const { exitCode, stderr } = await run({ OFFLINE: "1" });
    assert.equal(exitCode, 1);
    assert.deepEqual(stderr.split("\n"), [
      "OFFLINE=1, but there are no vendored crates with their config.toml. Make them, and hand them to the build:",
      "  ./scripts/optimize-build.sh vendor",
      "  docker build --build-arg OFFLINE=1 --build-context vendor=./vendor ...",
    ]);
    assert.throws(written);
  });

  it("refuses another value of OFFLINE", async () => {
    const { exitCode, stderr } = await run({ OFFLINE: "yes" });
    assert.deepEqual([exitCode, stderr], [1, "OFFLINE is 1 or not set; it is 'yes'."]);
  });
});
