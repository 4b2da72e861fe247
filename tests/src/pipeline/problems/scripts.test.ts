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

  it("is told which of the values in it a stranger chooses", async () => {
    const dangerous = [
      "github.head_ref",
      "github.event.pull_request.title",
      "github.event.commits.*.message",
      "github.event.commits.0.message",
      "github.event",
    ];
    for (const value of dangerous) {
      const written = value.replace(".0.", "[0].");
      assert.deepEqual(await briefly(running(`echo "\${{ format('{0}', ${written}) }}"`)), [
        [WHERE, `${value}, which whoever opens a pull request or an issue chooses`],
      ]);
    }
  });

  it("is refused even where the expression cannot be read", async () => {
    assert.deepEqual(await briefly(running("echo ${{ nothing")), [[WHERE, "${{ nothing"]]);
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
