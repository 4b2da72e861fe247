import assert from "node:assert/strict";
import fc from "fast-check";
import { renderWorkflow } from "../../../../src/pipeline/render-workflow.js";
import { actions } from "../../../../src/catalogue/actions.js";
import { usesOf } from "../../../../src/github/pins/uses.js";
import { job, workflow } from "../../pipeline/fixtures.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("usesOf", () => {
  it("reads what renderWorkflow writes", () => {
    const text = renderWorkflow(
      workflow({ jobs: { a: job({ steps: [{ name: "Check out", uses: "actions/checkout" }] }) } }),
      "shop",
    );
    const { commit, version } = actions["actions/checkout"];
    assert.deepEqual(
      usesOf(text, "ci.yml").map(({ action, pin }) => ({ action, pin })),
      [{ action: "actions/checkout", pin: { commit, version } }],
    );
  });

  it("tells where each stands, and which are no pins", () => {
    const text = `steps:
  - uses: a/b/c@${COMMIT} # v1
  - uses: ./local
    uses: a/b@v1
  - uses: a/b@${COMMIT}
  - uses: a/b@${COMMIT} # main
  - run: uses nothing`;
    assert.deepEqual(usesOf(text, "f"), [
      {
        where: "f:2",
        action: "a/b/c",
        pin: { commit: COMMIT, version: "v1" },
        text: `a/b/c@${COMMIT} # v1`,
      },
      { where: "f:4", action: "a/b", pin: undefined, text: "a/b@v1" },
      { where: "f:5", action: "a/b", pin: undefined, text: `a/b@${COMMIT}` },
      { where: "f:6", action: "a/b", pin: undefined, text: `a/b@${COMMIT} # main` },
    ]);
  });

  it("lets nothing but a release and a commit through, whatever stands there", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (version) => {
        for (const { pin } of usesOf(`uses: a/b@${COMMIT} # ${version}`, "f")) {
          if (pin !== undefined) assert.match(pin.version, /^v[0-9.]+$/);
        }
      }),
    );
  });
});
