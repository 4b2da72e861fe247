import assert from "node:assert/strict";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { staticFiles } from "../../src/delivery/static-files.js";
import { catalogue } from "../../systems/index.js";

for (const { name } of catalogue) {
  describe(`the delivered files of ${name}`, () => {
    const files = staticFiles(name);

    it("are those that its sample is built from", () => {
      for (const { path, source } of files) {
        const inSample = join("systems", name, "sample", path);
        if (existsSync(inSample)) assert.equal(realpathSync(inSample), realpathSync(source));
      }
    });

    it("can be run where they are scripts for people", () => {
      for (const { path, content, executable } of files)
        if (path.endsWith(".sh")) assert.equal(executable, content.toString().startsWith("#!"), path);
    });

    for (const { path, content } of files) {
      if (!/(?:^|\/)Dockerfile(?:\.(?!dockerignore)\w+)?$/.test(path)) continue;
      const text = content.toString();

      it(`${path} builds on images that an argument can replace (X4), on a stage of its own or on nothing`, () => {
        const froms = [...text.matchAll(/^FROM (\S+) AS (\S+)$/gm)];
        assert.equal(froms.length, [...text.matchAll(/^FROM/gm)].length);
        const stages = froms.map(([, , stage]) => stage);
        for (const [, from = ""] of froms)
          assert.ok(/^\$\{[A-Z_]+\}$|^scratch$/.test(from) || stages.includes(from), from);
      });

      it(`${path} names no frontend to download and no platform (X7)`, () => {
        assert.doesNotMatch(text, /^#\s*syntax\s*=|^FROM --platform/m);
      });

      it(`${path} has no remark behind a variable, which would be part of it (G12)`, () => {
        assert.doesNotMatch(text, /^ENV [^\n]*[^\n\\] +#/m);
      });
    }
  });
}
