import assert from "node:assert/strict";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { catalogue } from "../../../systems/index.js";
import { temporaryFolder } from "../../src/delivery/temporary-folder.js";
import { copyExample, exampleCheckouts } from "../../../tools/local/examples.js";

describe("sample sources", () => {
  for (const { name } of catalogue) {
    it(`of ${name} are copied without links and without what was built in them`, async () => {
      const folder = temporaryFolder();
      await copyExample(name, folder);
      const files = await readdir(folder, { recursive: true });
      assert.ok(files.length > 0 && exampleCheckouts[name] !== undefined);
      assert.deepEqual(
        files.filter((file) => /(^|\/)(target|node_modules)$/.test(file)),
        [],
      );
      for (const file of files) assert.equal((await lstat(join(folder, file))).isSymbolicLink(), false, file);
    });
  }
});
