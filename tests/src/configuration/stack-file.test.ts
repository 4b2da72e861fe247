import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readStackFile } from "../../../src/configuration/stack-file.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { UserError } from "../../../src/problems/user-error.js";

describe("readStackFile", () => {
  const read = async (text: string) => {
    const file = join(temporaryFolder(), "Pulumi.dev.yaml");
    await writeFile(file, text);
    return readStackFile(file);
  };

  it("gives text as it is and anything else as JSON, as Pulumi does", async () => {
    const text = "config:\n  slipway:owner: Acme\n  slipway:systems: [cv]\n  a:b: { secure: v1:x }\n";
    assert.deepEqual(await read(text), {
      "slipway:owner": "Acme",
      "slipway:systems": '["cv"]',
      "a:b": '{"secure":"v1:x"}',
    });
    assert.deepEqual(await read(""), {});
    assert.deepEqual(await read("encryptionsalt: v1:x\n"), {});
  });

  for (const [what, text, expected] of [
    ["broken YAML", "config:\n  a: [1\n b: 2\n", "YAML"],
    ["a word alone", "config\n", "a map, with a map below `config`"],
    ["a word below config", "config: slipway\n", "a map, with a map below `config`"],
  ] as const) {
    it(`refuses ${what} with the file's name, and nothing of its inside but the mistake`, async () => {
      await assert.rejects(read(text), (error) => {
        assert.ok(error instanceof UserError);
        assert.deepEqual(
          error.problems.map(({ where, expected }) => ({ where, expected })),
          [{ where: "Pulumi.dev.yaml", expected }],
        );
        assert.doesNotMatch(error.message, /\n +at /);
        return true;
      });
    });
  }
});
