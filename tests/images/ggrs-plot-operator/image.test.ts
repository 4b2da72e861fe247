import assert from "node:assert/strict";
import { debianAdditions, imageBytes, imageConfig, imageContains, imageFiles } from "../image.js";
import { patience } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { bases, operator, operatorImage as image, runScript, secret } from "./operator.js";

const JEMALLOC = "background_thread:true,metadata_thp:auto,dirty_decay_ms:30000,muzzy_decay_ms:30000";
const LIBRARY = "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2";

describe("GGRS plot operator: the image", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let files: readonly string[];
  before(async () => {
    ({ docker } = await operator());
    files = await imageFiles(docker, image);
  });

  /** What a script prints in a new container of an image; `options` are for `docker run`. */
  const shell = (script: string, options: readonly string[] = [], reference = image) =>
    docker.output(runScript(reference, script, ...options));

  it("is configured as the document says (G8–G10, G16, G17, G19, X5)", async () => {
    const { User, WorkingDir, Entrypoint, Cmd, Env } = await imageConfig(docker, image);
    assert.deepEqual(
      { User, WorkingDir, Entrypoint, Cmd },
      { User: "1000:1000", WorkingDir: "/app", Entrypoint: ["/usr/local/bin/ggrs_plot_operator"], Cmd: null },
    );
    assert.deepEqual(
      Env.filter((variable) => !variable.startsWith("PATH=")),
      [
        `LD_PRELOAD=${LIBRARY}`,
        `MALLOC_CONF=${JEMALLOC}`,
        `_RJEM_MALLOC_CONF=${JEMALLOC}`,
        "TERCEN_ENDPOINT=https://tercen.com:5400",
      ],
    );
  });

  it("is smaller than 150 MB, unpacked (G20)", async () => {
    const bytes = await imageBytes(docker, image);
    assert.ok(bytes < 150_000_000, `${bytes} bytes`);
  });

  it("has no Rust, no compiler, no build tool, no sources and no package lists (G2)", () => {
    const forbidden =
      /(^|\/)(rustc|cargo|rustup|gcc|g\+\+|cc|ld|as|make|protoc|pkg-config|Cargo\.(toml|lock))$|\.(rs|rlib|proto|h|a)$|^var\/(lib\/apt\/lists|cache\/apt)\/./;
    assert.deepEqual(
      files.filter((file) => forbidden.test(file)),
      [],
    );
  });

  it("holds only the packages of G7 and what they cannot do without, the program and the user's home (G16, G17)", async () => {
    assert.deepEqual(await debianAdditions(docker, image, bases.runtime), {
      packages: ["ca-certificates", "libjemalloc2", "libssl3", "openssl"],
      files: [
        "etc/ca-certificates.conf",
        "home/operator/.bash_logout",
        "home/operator/.bashrc",
        "home/operator/.profile",
        "usr/local/bin/ggrs_plot_operator",
      ],
    });
  });

  it("holds no secret that lay beside the sources, in no layer and not in its history", async () => {
    assert.equal(await imageContains(docker, image, secret), false);
    const contained = await imageContains(docker, image, "connection refused to Tercen");
    assert.equal(contained, true, "it was looked into");
  });

  describe("runs the program on what it was linked with (N43)", () => {
    it("is of its builder's Debian release", async () => {
      const release = "cat /etc/os-release";
      assert.equal(await shell(release), await shell(release, [], bases.builder));
    });

    it("finds every shared library: OpenSSL's, and jemalloc's by LD_PRELOAD (G39)", async () => {
      const listing = await shell("ldd /usr/local/bin/ggrs_plot_operator");
      assert.doesNotMatch(listing, /not found/);
      const libraries = [...listing.matchAll(/^\s*(\/\S+|lib\S+) /gm)].map(([, name]) => name);
      assert.deepEqual(libraries.sort(), [
        "/lib64/ld-linux-x86-64.so.2",
        LIBRARY,
        "libc.so.6",
        "libcrypto.so.3",
        "libgcc_s.so.1",
        "libm.so.6",
        "libssl.so.3",
        "libstdc++.so.6",
      ]);
    });
  });

  describe("has jemalloc at work", () => {
    it("prints what docs/docker.md states, for each of its three checks, and no complaint (G8, G39)", async () => {
      const checks =
        "echo $LD_PRELOAD; echo $MALLOC_CONF; ldd /usr/local/bin/ggrs_plot_operator | grep jemalloc";
      const [preloaded, settings, library] = (await docker.run(runScript(image, checks))).all.split("\n");
      assert.deepEqual([preloaded, settings], [LIBRARY, JEMALLOC]);
      assert.match(library ?? "", /libjemalloc\.so\.2/);
    });

    /** Runs the program without credentials, so that it ends at once; what it and its allocators print. */
    const statistics = async (...options: string[]) =>
      (await docker.run(["docker", "run", "--rm", ...options, image])).all;
    const decay = /opt\.dirty_decay_ms: (-?\d+)/g;

    it("MALLOC_CONF is read by the preloaded jemalloc alone, _RJEM_MALLOC_CONF by the linked one alone (G10)", async () => {
      const decays = async (...options: string[]) =>
        [...(await statistics(...options)).matchAll(decay)].map(([, value]) => value);
      assert.deepEqual(await decays(), []);
      const stats = "stats_print:true,dirty_decay_ms";
      assert.deepEqual(await decays("-e", `MALLOC_CONF=${stats}:1111`), ["1111"]);
      assert.deepEqual(await decays("-e", `_RJEM_MALLOC_CONF=${stats}:2222`), ["2222"]);
      // With the library out of the way nobody reads MALLOC_CONF: what the source sets does not reach the program.
      assert.deepEqual(await decays("-e", "LD_PRELOAD=", "-e", `MALLOC_CONF=${stats}:1111`), []);
    });

    it("the linked jemalloc starts with the document's settings (G9, G10)", async () => {
      const printed = await statistics("-e", `_RJEM_MALLOC_CONF=${JEMALLOC},stats_print:true`);
      assert.match(printed, /opt\.background_thread: true/);
      assert.match(printed, /opt\.metadata_thp: "auto"/);
      assert.match(printed, /opt\.dirty_decay_ms: 30000/);
      assert.match(printed, /opt\.muzzy_decay_ms: 30000/);
      assert.doesNotMatch(printed, /Invalid conf/);
    });

    it("writes a profile only where `prof_final` asks for it, of either jemalloc (G40)", async () => {
      const dumps = async (variable: string, options: string) => {
        const set = ["--env", `${variable}=${options}`];
        return shell("ggrs_plot_operator 2> /dev/null; cd /tmp && echo jeprof.*", set);
      };
      for (const variable of ["MALLOC_CONF", "_RJEM_MALLOC_CONF"]) {
        const original = "prof:true,prof_prefix:/tmp/jeprof";
        assert.equal(await dumps(variable, original), "jeprof.*", "the source's options write none");
        assert.match(await dumps(variable, `${original},prof_final:true`), /^jeprof\.\d+\.0\.f\.heap/);
      }
    });
  });
});
