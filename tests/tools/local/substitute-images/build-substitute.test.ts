import assert from "node:assert/strict";
import {
  builtSubstitute,
  machineSources,
  mmdebstrapArguments,
  sourcesList,
} from "../../../../tools/local/substitute-images/build-substitute.js";
import { recipes } from "../../../../tools/local/substitute-images/recipes.js";

describe("making a substitute image", () => {
  const files = { options: "apt.conf", layer: "layer.tar", sources: "sources.list" };

  it("finishes a system of packages only unpacked in another step, and cleans nothing there", () => {
    for (const recipe of recipes) {
      const args = mmdebstrapArguments(recipe, files).join(" ");
      assert.match(args, new RegExp(`--${recipe.variant === "extract" ? "extract" : "customize"}-hook=`));
      assert.equal(args.includes("--skip=cleanup/apt"), recipe.variant === "extract");
      assert.match(
        args,
        new RegExp(`/${recipe.folder}/finish "\\$1" .*${recipe.suite} layer.tar sources.list$`),
      );
    }
  });

  it("includes no package where the recipe has none", () => {
    const included = (name: string) => {
      const recipe = recipes.find((one) => one.name === name) ?? assert.fail(name);
      return mmdebstrapArguments(recipe, files).filter((arg) => arg.startsWith("--include"));
    };
    assert.deepEqual(included("debian"), []);
    assert.deepEqual(included("node"), ["--include=ca-certificates,libstdc++6"]);
  });

  it("does not take that of another recipe for it", async () => {
    const [recipe] = recipes;
    assert.ok(recipe);
    assert.equal(await builtSubstitute({ ...recipe, packages: ["of", "a", "test"] }), undefined);
  });
});

/** As `apt-get indextargets` tells of them; it leaves a field that is not set as it stands in the format. */
const TARGETS = `bookworm-security http://mirror.test/security/ $(SIGNED_BY)
bookworm http://mirror.test/debian/ /keys/debian.gpg
bookworm http://second.test/debian/ /keys/debian.gpg
trixie http://plain.test/ $(SIGNED_BY)
stable http://other.test/ $(SIGNED_BY)
`;

describe("apt's sources for a release", () => {
  for (const [codename, list] of [
    ["bookworm", "deb [signed-by=/keys/debian.gpg] http://mirror.test/debian/ sid main\n"],
    ["trixie", "deb http://plain.test/ sid main\n"],
    ["sid", undefined],
  ] as const) {
    it(`name the mirror of exactly the machine's release, ${codename}`, () => {
      assert.equal(sourcesList(TARGETS, codename, "sid"), list);
    });
  }

  it("are read from apt itself on a Debian machine", async () => {
    assert.match((await machineSources("sid")) ?? "deb  sid main", /^deb .* sid main/);
  });
});
