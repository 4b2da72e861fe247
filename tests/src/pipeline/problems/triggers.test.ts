import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesRefs } from "../../../../src/catalogue/ref-filter.js";
import type { Triggers, Workflow } from "../../../../src/catalogue/workflow-model.js";
import { isRefName, type RefKind } from "../../../../src/pipeline/filters.js";
import { deadFilters } from "../../../../src/pipeline/problems/triggers.js";
import { problemsOf, workflow } from "../fixtures.js";

describe("the events of a workflow", () => {
  it("can be no pull_request_target, which runs strangers' code with our rights (user pain 14)", () => {
    // @ts-expect-error: there is no such event.
    const on: Triggers = { pullRequestTarget: {} };
    const workflow: Omit<Workflow, "on"> & { on: unknown } = {
      name: "",
      file: "",
      about: [],
      jobs: {},
      // @ts-expect-error: nor by its own name.
      on: { pull_request_target: {} } satisfies Triggers,
    };
    assert.ok(on, workflow.name);
  });

  it("have filters that something can match", async () => {
    const on = {
      push: { branches: ["a b"], tags: [] },
      pullRequest: { branches: ["!main"], paths: ["./src/**"] },
    };
    const found = (await problemsOf(workflow({ on }))).map(([where = "", , found]) => [where, found]);
    assert.deepEqual(found, [
      ["systems/shop, ci.yml, on push, branches", '"a b"'],
      ["systems/shop, ci.yml, on push, tags", "no pattern"],
      ["systems/shop, ci.yml, on pull_request, branches", "!main"],
      ["systems/shop, ci.yml, on pull_request, paths", '"./src/**"'],
    ]);
  });
});

describe("a list of filters", () => {
  const NEGATIONS = "at least one pattern without !";
  const LEAVES = "patterns that leave a branch";
  const dead: [RefKind, expected: string, ...string[][]][] = [
    ["branch", NEGATIONS, [], ["!main", "!**"]],
    [
      "branch",
      "a pattern that a branch can match",
      ["a..b"],
      ["feature branch", "main"],
      ["[z-a]"],
      [".hidden"],
    ],
    ["branch", LEAVES, ["**", "!**"], ["release/**", "!release/**"], ["main", "!m*"]],
    ["tag", "a pattern that a tag can match", ["v 1"]],
    ["path", "a pattern that a path can match", ["/src/**"], ["./src/**"], ["src/"], ["../other/**"], [""]],
  ];
  for (const [kind, expected, ...lists] of dead) {
    it(`matches no ${kind}: ${expected}`, () => {
      for (const filters of lists) {
        const found = deadFilters(filters, kind).map((problem) => problem.expected);
        assert.deepEqual(found, [expected], filters.join(" "));
      }
    });
  }

  it("is reported pattern by pattern, and with what to do", () => {
    assert.equal(deadFilters(["/main", "x.lock", "-x", "main"], "branch").length, 3);
    const fixes = [
      [["!x"], "tag"],
      [["a b"], "tag"],
      [["./x"], "path"],
      [["main", "!m*"], "branch"],
    ] as const;
    assert.deepEqual(
      fixes.map(([filters, kind]) => deadFilters(filters, kind)[0]?.fix),
      [
        "put '**' first to match every other tag, or leave the filter out",
        "correct it: git allows no tag of that name, or GitHub cannot parse the pattern",
        "write the path from the root of the repository, without a leading / or ./ and a trailing /",
        "put the patterns that include after those that exclude: the last match decides",
      ],
    );
  });

  const alive: [RefKind, ...string[][]][] = [
    ["branch", ["main", "master"], ["**"], ["release/**", "!release/**-alpha"], ["**/fix?"], ["a.?"]],
    ["branch", ["a/?b", "-?x", "@+a"], ["main", "x", "!x"], ["!m*", "main"]],
    ["tag", ["v*"], ["[0-9]+.[0-9]+.[0-9]+"], ["v[12].[0-9]+.[0-9]+", "!v1.0.0"]],
    [
      "path",
      ["**.js"],
      ["Docker/Dockerfile.base", "some file.txt"],
      ["**", "!docs/**"],
      [".github/workflows/ci.yml"],
    ],
  ];
  for (const [kind, ...lists] of alive) {
    it(`can match a ${kind}: ${lists.join("; ")}`, () => {
      for (const filters of lists) assert.deepEqual(deadFilters(filters, kind), []);
    });
  }

  it("is not dead if it matches any legal name (property)", () => {
    const segment = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,5}$/);
    const name = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
    const filter = fc.oneof(
      name,
      name.map((text) => `!${text}`),
      fc.constantFrom("**", "*", "v*", "!x*"),
    );
    fc.assert(
      fc.property(fc.array(filter, { minLength: 1, maxLength: 4 }), name, (filters, branch) => {
        fc.pre(isRefName(branch) && matchesRefs(filters, branch));
        assert.deepEqual(deadFilters(filters, "branch"), []);
      }),
    );
  });
});
