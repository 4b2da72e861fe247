import assert from "node:assert/strict";
import fc from "fast-check";
import { briefly, job, problemsOf, workflow } from "../fixtures.js";

function running(run: string) {
  return workflow({ jobs: { test: job({ steps: [{ name: "Greet", run }] }) } });
}

const WHERE = "systems/shop, ci.yml, job test, step 1 (Greet), run";

describe("a script", () => {
  it("holds no expression, harmless as it may be", async () => {
    assert.deepEqual(await problemsOf(running("cd x\necho ${{ github.sha }}\n")), [
      [
        WHERE,
        "a script without ${{ }}",
        "${{ github.sha }}",
        'pass the value by env and use "$NAME" in the script',
      ],
    ]);
  });

  it("may hold anything else", async () => {
    const script = fc.string({ unit: "binary" }).filter((text) => !text.includes("${{"));
    await fc.assert(
      fc.asyncProperty(script, async (run) => {
        assert.deepEqual(await briefly(running(run)), []);
      }),
    );
  });
});
