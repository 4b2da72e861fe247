import assert from "node:assert/strict";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { built, edit, refused } from "../docker-build.js";
import { compiled, printed, steps } from "../build-log.js";
import { imageContains } from "../image.js";
import { patience } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { checkout, operator, operatorImage, runScript } from "./operator.js";

describe("GGRS plot operator: what a change rebuilds", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  before(async () => {
    ({ docker } = await operator());
  });

  it("a change of the documentation or of anything else that is not compiled: nothing", async () => {
    const folder = await checkout(docker, "documentation");
    for (const file of ["docs/docker.md", "tests/session.rs", "rustfmt.toml"]) {
      await appendFile(docker.path(join(folder, file)), "\n# changed\n");
    }
    await writeFile(docker.path(join(folder, "README.md")), "new\n");
    const { run, cached } = steps(await built(docker, folder));
    assert.deepEqual([run, cached > 0], [[], true]);
  });

  it("a change of a source: the program alone, and nothing is downloaded", async () => {
    const folder = await checkout(docker, "source");
    await edit(docker, folder, "src/main.rs", "{name}: stopping", "{name}: ending");
    const step = "RUN --network=none <<'PROGRAM'";
    await edit(docker, folder, "Dockerfile", "RUN <<'PROGRAM'", step);
    const log = await built(docker, folder, "-t", "changed-operator");
    assert.deepEqual(compiled(log), new Set(["ggrs_plot_operator"]));
    assert.deepEqual(
      steps(log).run.map((title) => title.replace(/ \(.*/, "")),
      [
        "[builder 6/7] COPY . .",
        `[builder 7/7] ${step}`,
        "[runtime 4/5] COPY --from=builder /build/target/release/ggrs_plot_operator /usr/local/bin/",
        "[runtime 5/5] RUN <<'LIBRARIES'",
      ],
    );
    const program = runScript("changed-operator", "cat /usr/local/bin/ggrs_plot_operator");
    assert.match(await docker.output(program), /: ending/);
  });

  it("a change of a .proto file: the program alone, from the changed file", async () => {
    const folder = await checkout(docker, "proto");
    await edit(docker, folder, "protos/tercen.proto", "rpc NextPlot(", "rpc FollowingPlot(");
    const log = await refused(docker, folder);
    assert.deepEqual(compiled(log), new Set(["ggrs_plot_operator"]));
    assert.match(log, /no method named `next_plot` found/, "the sources still call it by its old name");
  });

  for (const [what, file, from, to] of [
    ["the manifest", "Cargo.toml", 'tower-service = "0.3"', 'tower-service = "0.2"'],
    ["the lock", "Cargo.lock", 'name = "tower-service"', 'name = "tower-servant"'],
  ] as const) {
    it(`a change of ${what}: the dependencies`, async () => {
      const folder = await checkout(docker, "manifest");
      await edit(docker, folder, file, from, to);
      // Stops there, for manifest and lock disagree now: which costs nothing.
      const { run } = steps(await refused(docker, folder));
      assert.match(run.at(-1) ?? "", /^\[builder 5\/7\] RUN <<'DEPENDENCIES'/);
    });
  }

  it("a build elsewhere: the image carries its cache as CI exports it, and none as the source does (G32)", async () => {
    const cache = "moby.buildkit.cache.v0";
    assert.equal(await imageContains(docker, operatorImage, cache), false, "type=gha alone leaves it so");
    // What ci.yml adds for a pushed image (tests/systems/ggrs-plot-operator/requirements.test.ts).
    await built(docker, await checkout(docker, "inline"), "--cache-to", "type=inline", "-t", "with-cache");
    assert.equal(await imageContains(docker, "with-cache", cache), true);
  });

  it("the guard refuses to ship a stub", async () => {
    const folder = await checkout(docker, "stub");
    // As if the step for the dependencies left its stubs behind, compiled, and the sources were checked out before. A
    // build script that does not say what it depends on runs again with every source, and the program with it.
    const stub = `RUN mkdir src && echo 'fn main() {}' > src/main.rs && : > src/lib.rs \\
 && echo 'fn main() { println!("cargo:rerun-if-changed=build.rs") }' > build.rs \\
 && cargo build --release --features jemalloc --locked && rm -r build.rs src
COPY . .
RUN find build.rs protos src -exec touch -d 2000-01-01 {} +
`;
    await edit(docker, folder, "Dockerfile", "COPY . .\n", stub);
    const log = await refused(docker, folder);
    assert.match(
      printed(log),
      /^ggrs_plot_operator was not compiled from its sources: a stub of it was left/m,
    );
  });
});
