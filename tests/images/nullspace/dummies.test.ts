import assert from "node:assert/strict";
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, built } from "../docker-build.js";
import { patience, sharedDocker } from "../shared-docker.js";
import type { ThrowawayDocker } from "../throwaway-docker.js";
import { bases, checkout } from "./simulator.js";

/** Makes sources newer than the dummies. */
const touch = /^find .* -exec touch \{\} \+$/m;

describe("Nullspace: the dummies of the simulator's build", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  before(async () => {
    docker = await sharedDocker(bases.builder, bases.runtime);
  });

  /**
   * A checkout whose simulator only says that it is the real one and has no dependencies, so that it is compiled at
   * once, and the Dockerfile with a change.
   */
  const small = async (name: string, change = (dockerfile: string) => dockerfile) => {
    const folder = await checkout(docker, name);
    const path = (file: string) => docker.path(join(folder, file));
    await writeFile(
      path("simulator/Cargo.toml"),
      '[package]\nname = "nullspace-simulator"\nedition = "2021"\n',
    );
    await writeFile(path("simulator/src/main.rs"), 'fn main() { println!("the real one"); }\n');
    await writeFile(path("Dockerfile"), change(await readFile(path("Dockerfile"), "utf8")));
    // As sources are that were checked out before the image was last built from clean.
    await docker.output(["find", folder, "-exec", "touch", "--date", "2020-01-01", "{}", "+"]);
    return { folder, path };
  };
  /** What the program prints that a checkout is built to. */
  const says = async (folder: string) => {
    await built(docker, folder, "--target", "builder", "--tag", "small-simulator");
    return docker.output(["docker", "run", "--rm", "small-simulator", "target/release/nullspace-simulator"]);
  };

  describe("the program is never a dummy (N37)", () => {
    it("as delivered, the real program is built", async () => {
      const { folder } = await small("delivered");
      assert.equal(await says(folder), "the real one");
    });

    it("a build that would ship the dummy all the same is refused", async () => {
      const { folder } = await small("untouched", (dockerfile) => {
        assert.match(dockerfile, touch);
        return dockerfile.replace(touch, "");
      });
      const { failed, all } = await build(docker, folder, "--target", "builder");
      assert.equal(failed, true);
      assert.match(all, /^#\d+ \S+ ERROR: the program is still the dummy/m);
    });
  });

  describe("a dummy build that fails stops nothing, and is heard (N35)", () => {
    const warning = /^#\d+ \S+ WARNING: the dependencies could not be compiled ahead of the sources/gm;
    /** A program whose source has a name that no dummy has. */
    const unusual = async (name: string) => {
      const { folder, path } = await small(name);
      const program = '\n[[bin]]\nname = "nullspace-simulator"\npath = "src/simulator.rs"\n';
      await appendFile(path("simulator/Cargo.toml"), program);
      await rename(path("simulator/src/main.rs"), path("simulator/src/simulator.rs"));
      return folder;
    };

    it("as delivered, Cargo's reason and the cost are said, and the real program is built", async () => {
      const folder = await unusual("unusual");
      const log = await built(docker, folder, "--target", "dependencies");
      assert.match(log, /error: couldn't read `?simulator\/src\/simulator\.rs/);
      assert.equal(log.match(warning)?.length, 1);
      assert.equal(await says(folder), "the real one");
    });

    it("it is said again by each later build, whose dummy build comes from the cache", async () => {
      const folder = await unusual("unusual-again");
      await built(docker, folder, "--target", "dependencies");
      await appendFile(docker.path(join(folder, "simulator/src/simulator.rs")), "// changed\n");
      const log = await built(docker, folder, "--target", "builder");
      assert.equal(log.match(warning)?.length, 1);
    });

    it("a manifest that nobody copies is named", async () => {
      const { folder, path } = await small("forgotten-manifest");
      const root = await readFile(path("Cargo.toml"), "utf8");
      await writeFile(path("Cargo.toml"), root.replace("members = [", 'members = ["bots", '));
      const log = await built(docker, folder, "--target", "dependencies");
      assert.match(log, /failed to read `\/app\/bots\/Cargo\.toml`/);
      assert.equal(log.match(warning)?.length, 1);
    });
  });
});
