import assert from "node:assert/strict";
import { execa } from "execa";

describe("the entry of Pulumi", () => {
  it("loads at its start nothing that only some stacks need", async () => {
    const script = `require("./index.ts"); console.log(Object.keys(require.cache).join("\\n"));`;
    const preloaded = ["--require", "@pulumi/pulumi", "--require", "tsx/cjs"];
    const { stdout } = await execa(process.execPath, [...preloaded, "--eval", script]);
    const loaded = stdout.split("\n");
    assert.ok(loaded.some((file) => file.endsWith("/index.ts")));
    assert.deepEqual(
      loaded.filter((file) =>
        /@pulumi\/github|@octokit|@actions\/|\/pipeline\/render|\/delivery\/|github-stack/.test(file),
      ),
      [],
    );
  });
});
