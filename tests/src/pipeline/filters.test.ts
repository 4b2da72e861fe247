import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesRefs } from "../../../src/catalogue/ref-filter.js";
import { deadFilters, isRefName, type RefKind } from "../../../src/pipeline/filters.js";

describe("a list of filters", () => {
  const dead: [RefKind, string[], string[]][] = [
    ["branch", [], ["only negations"]],
    ["branch", ["!main", "!**"], ["only negations"]],
    ["branch", ["a..b"], ["impossible"]],
    ["branch", ["feature branch", "main"], ["impossible"]],
    [
      "branch",
      ["/main", "main/", "a//b", ".hidden", "x.lock", "a@{b", "-x"],
      Array<string>(7).fill("impossible"),
    ],
    ["branch", ["refs heads"], ["impossible"]],
    ["branch", ["[z-a]"], ["impossible"]],
    ["branch", ["**", "!**"], ["excluded"]],
    ["branch", ["release/**", "!release/**"], ["excluded"]],
    ["tag", ["v 1"], ["impossible"]],
    ["path", ["/src/**"], ["impossible"]],
    ["path", ["./src/**"], ["impossible"]],
    ["path", ["src/"], ["impossible"]],
    ["path", ["../other/**"], ["impossible"]],
    ["path", [""], ["impossible"]],
  ];
  for (const [kind, filters, reasons] of dead) {
    it(`${JSON.stringify(filters)} matches no ${kind}: ${reasons.join(", ")}`, () => {
      assert.deepEqual(
        deadFilters(filters, kind).map(({ reason }) => reason),
        reasons,
      );
    });
  }

  const alive: [RefKind, string[]][] = [
    ["branch", ["main", "master"]],
    ["branch", ["**"]],
    ["branch", ["release/**", "!release/**-alpha"]],
    ["branch", ["**/fix?"]],
    ["branch", ["a.?"]],
    ["branch", ["a/?b", "-?x", "@+a"]],
    ["branch", ["main", "x", "!x"]],
    ["tag", ["v*"]],
    ["tag", ["[0-9]+.[0-9]+.[0-9]+"]],
    ["tag", ["v[12].[0-9]+.[0-9]+", "!v1.0.0"]],
    ["path", ["**.js"]],
    ["path", ["Docker/Dockerfile.base", "some file.txt"]],
    ["path", ["**", "!docs/**"]],
    ["path", [".github/workflows/ci.yml"]],
  ];
  for (const [kind, filters] of alive) {
    it(`${JSON.stringify(filters)} can match a ${kind}`, () => {
      assert.deepEqual(deadFilters(filters, kind), []);
    });
  }

  it("is not dead if it matches any legal name", () => {
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

describe("the name of a branch", () => {
  for (const name of ["main", "feature/a-b", "a.b", "a@b", "release-1.2", "ü"]) {
    it(`may be ${name}`, () => {
      assert.equal(isRefName(name), true);
    });
  }
  for (const name of [
    "",
    "@",
    "a b",
    "a~1",
    "a^",
    "a:b",
    "a?",
    "a*",
    "a[b",
    "a\\b",
    "a..b",
    "a.",
    "a/",
    "/a",
    "a/.b",
    "a.lock/b",
    "a\u007fb",
    "a\tb",
    "x@{1}",
  ]) {
    it(`may not be ${JSON.stringify(name)}`, () => {
      assert.equal(isRefName(name), false);
    });
  }
});
