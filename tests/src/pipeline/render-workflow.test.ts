import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, parseDocument } from "yaml";
import { actions } from "../../../src/catalogue/actions.js";
import type { Workflow } from "../../../src/catalogue/workflow-model.js";
import { renderWorkflow } from "../../../src/pipeline/render-workflow.js";

/** Texts that YAML, or a careless writer of it, takes for something else. */
const hostile = [
  ..."no on y null ~ true 1e3 08 0x1f 1_000 .5 12:30 2026-11-21 a: @a `a` %a !tag &anchor *alias".split(" "),
  ...`' " \\ --- ... << = ünïcödé 🚢 \u0000 \u0007 \u0085 \u2028 \ufeff \ud800`.split(" "),
  ..."| leading|trailing |# no comment|a #b|a: b|- a|? a|[a, b]|{a: b}|{{ }}|${{ github.sha }}".split("|"),
  ..."a\n|a\n\n|\na|\n| \n|  a\nb\n|\ta\n|a \nb|a\r\nb|a\rb|a\u0085b\n".split("|"),
  ...['"on":\n', "x".repeat(300)],
];
const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }), fc.string());
/** For comments; ends of lines, blanks and marks of comments come often. */
const anyWords = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(...Array.from("\n\r \t#a:-\u2028\u0085\0")) }),
);

/** A workflow with this text wherever one can be, and these words in every comment. */
function everywhere(text: string, words: string): Workflow {
  const note = [words];
  return {
    name: text,
    file: "any.yml",
    about: note,
    on: {
      push: { branches: [text], tags: [text], paths: [text] },
      pullRequest: { branches: [text] },
      schedule: [{ cron: text, meaning: words }],
    },
    jobs: {
      test: {
        name: text,
        note,
        needs: [text],
        if: text,
        runsOn: "ubuntu-24.04",
        timeoutMinutes: 1,
        permissions: { contents: { access: "read", why: words } },
        environment: text,
        matrix: { cells: [{ id: text }], key: "id" },
        outputs: { out: text },
        env: { A: text, B: { value: text, note: words } },
        steps: [
          { name: text, id: text, note, if: text, env: { A: text }, run: text },
          { name: text, uses: "docker/build-push-action", with: { context: text, push: false } },
        ],
      },
    },
  };
}

// How it looks, tests/golden shows.
describe("rendering a workflow", () => {
  it("says what the workflow says, whatever its texts and comments are, to a reader of YAML 1.1 too (property)", () => {
    fc.assert(
      fc.property(anyText, anyWords, (text, words) => {
        const written = renderWorkflow(everywhere(text, words), "shop");
        const { errors, warnings } = parseDocument(written);
        assert.deepEqual([errors, warnings], [[], []]);
        assert.equal((parse(written, { version: "1.1" }) as { name: unknown }).name, text);
        const { on, jobs, name } = parse(written) as Record<string, unknown>;
        assert.equal(name, text);
        assert.deepEqual(on, {
          push: { branches: [text], tags: [text], paths: [text] },
          pull_request: { branches: [text] },
          schedule: [{ cron: text }],
        });
        const uses = `docker/build-push-action@${actions["docker/build-push-action"].commit}`;
        assert.deepEqual(jobs, {
          test: {
            name: text,
            needs: [text],
            if: text,
            "runs-on": "ubuntu-24.04",
            "timeout-minutes": 1,
            permissions: { contents: "read" },
            environment: text,
            strategy: { "fail-fast": false, matrix: { include: [{ id: text }] } },
            outputs: { out: text },
            env: { A: text, B: text },
            steps: [
              { name: text, id: text, if: text, env: { A: text }, run: text.replace(/^([^\n]*)\n$/, "$1") },
              { name: text, uses, with: { context: text, push: false } },
            ],
          },
        });
      }),
      { examples: hostile.map((text) => [text, text] as [string, string]), numRuns: 200 },
    );
  });

  it("leaves no blank at the end of a comment", () => {
    assert.match(renderWorkflow(everywhere("a", "words \t"), "shop"), /^# words$/m);
  });
});
