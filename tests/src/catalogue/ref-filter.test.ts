import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesPattern } from "../../../src/catalogue/names.js";
import {
  isRefFilter,
  matchesRef,
  matchesRefs,
  rulePatterns,
  tagPattern,
} from "../../../src/catalogue/ref-filter.js";
import { sanitized } from "../../../src/catalogue/tag-policy.js";
import { namesFor } from "../../../src/pipeline/filters.js";

describe("matchesRef", () => {
  const table: readonly [string, string[], string[]][] = [
    ["v*", ["v1.2.3", "v", "vnext"], ["1.2.3", "v1/2", "xv1"]],
    [
      "[0-9]+.[0-9]+.[0-9]+",
      ["0.1.0", "10.20.30"],
      ["v0.1.0", "0.1.0-rc.1", "0.1", "0x1x0", "..", "0.1.0.0"],
    ],
    ["releases/**", ["releases/1", "releases/1/2", "releases/"], ["releases", "xreleases/1"]],
    ["**/fix", ["fix", "a/fix", "a/b/fix"], ["prefix", "a/fix/b"]],
    ["feature/*", ["feature/x"], ["feature/x/y", "feature"]],
    ["*feature", ["feature", "my-feature"], ["a/feature", "features"]],
    ["v1?.0", ["v.0", "v1.0"], ["v11.0", "v2.0"]],
    ["ab+", ["ab", "abbb"], ["a", "abab"]],
    ["[CB]at", ["Cat", "Bat"], ["at", "cat", "CBat"]],
    ["v[12a-c]?", ["v", "v1", "vb"], ["v12", "vd"]],
    ["a\\+b\\*", ["a+b*"], ["aab", "a+bb"]],
    ["**", ["main", "a/b"], []],
    ["main", ["main"], ["mainline", "Main", "main/x"]],
    ["a]b", ["a]b"], ["ab"]],
  ];
  it("reads filters as GitHub does", () => {
    for (const [filter, fits, fitsNot] of table) {
      const matched = [...fits, ...fitsNot].filter((name) => matchesRef(filter, name));
      assert.deepEqual(matched, fits, filter);
    }
  });

  it("takes out names with !, which by itself matches nothing", () => {
    assert.ok(!matchesRef("!v1", "v2"));
    assert.ok(matchesRefs(["v*", "!v1.*"], "v2.0"));
    assert.ok(!matchesRefs(["v*", "!v1.*"], "v1.0"));
    assert.ok(matchesRefs(["v*", "!v1.*", "v1.9"], "v1.9"));
  });

  it("takes every name for itself (property)", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w.\-/#@é ]+$/u), (name) => {
        assert.ok(matchesRef(name, name));
        assert.ok(!matchesRef(name, `${name}x`) && !matchesRef(name, `x${name}`));
      }),
    );
  });
});

describe("isRefFilter", () => {
  it("refuses what GitHub cannot read, and what can match nothing", () => {
    const refused = ["", ..."[ [] [0- [9-0] [a-Z] [_] + ?a a++ *+ a\\ !v*".split(" ")];
    assert.deepEqual(refused.filter(isRefFilter), []);
    const accepted = "v* [0-9]+.[0-9]+.[0-9]+ ** a? [a-z0-9]+ \\!v".split(" ");
    assert.deepEqual(accepted.filter(isRefFilter), accepted);
  });
});

describe("rulePatterns", () => {
  const table: readonly [string, string[] | undefined][] = [
    ["v*", ["v*"]],
    ["main", ["main"]],
    ["[0-9]+.[0-9]+.[0-9]+", ["*.*.*"]],
    ["v1?.0", ["v*.0"]],
    ["a\\+b", ["a+b"]],
    ["release/*", ["release/*"]],
    ["**", ["*", "*/**/*"]],
    ["release/**", ["release/*", "release/*/**/*"]],
    ["v**-x", ["v*", "v*/**/*"]],
    ["[", undefined],
  ];
  it("says what a filter does as GitHub's rules can", () => {
    for (const [filter, patterns] of table) assert.deepEqual(rulePatterns(filter), patterns, filter);
  });

  it("fits every name that the filter lets through (property)", () => {
    const piece = fc.constantFrom(..."a v 1 . - / x? 1+ [0-9] [ab]+ * ** **/".split(" "));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const filter = pieces.join("");
        for (const name of [...namesFor(filter, "tag"), ...namesFor(filter, "branch")])
          assert.ok(
            rulePatterns(filter)?.some((pattern) => fnmatch(pattern).test(name)),
            `${filter}: ${name}`,
          );
      }),
    );
  });
});

/** How GitHub reads a rule's pattern: Ruby's `File.fnmatch` with FNM_PATHNAME. */
function fnmatch(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/|\*|[.+?^${}()|[\]\\]/g, (found) => {
    if (found === "**/") return "(?:[^/]+/)*";
    return found === "*" ? "[^/]*" : `\\${found}`;
  });
  return new RegExp(`^${source}$`);
}

describe("tagPattern", () => {
  const table: readonly [string, string | undefined][] = [
    ["v[", undefined],
    ["v*", "v*"],
    ["[0-9]+.[0-9]+.[0-9]+", "*.*.*"],
    ["v[0-9]+.[0-9]+.[0-9]+", "v*.*.*"],
    ["release/**", "release-*"],
    ["v1.?", "v1*"],
    ["a/*@b", "a-*b"],
    ["[0-9].[0-9].[0-9].[0-9].[0-9].[0-9]", "*.*.*.*"],
    ["1.0.0", "1.0.0"],
    ["\\*", "-"],
  ];
  it("says what a filter does in ECR's way", () => {
    for (const [filter, pattern] of table) assert.equal(tagPattern(filter), pattern, filter);
  });

  /** A piece of a filter beside a text that it fits. */
  const piece = fc.oneof(
    fc
      .constantFrom(...Array.from("abv01.-_/@+#"))
      .map((char) => [/[+]/.test(char) ? `\\${char}` : char, char] as const),
    fc.tuple(
      fc.constantFrom("*", "**"),
      fc.string({ maxLength: 4, unit: fc.constantFrom(...Array.from("ab1.-@é")) }),
    ),
    fc.tuple(fc.constantFrom("[0-9]+", "[0-9]?"), fc.constantFrom("1", "7")),
    fc.constantFrom(["b+", "bbb"] as const, ["@?", ""] as const, ["**/", "x@/y/"] as const),
  );

  it("fits the tag of every git tag that the filter lets through, with at most four wildcards (property)", () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const filter = pieces.map(([part]) => part).join("");
        const name = pieces.map(([, text]) => text).join("");
        fc.pre(isRefFilter(filter) && matchesRef(filter, name));
        const pattern = tagPattern(filter) ?? "";
        assert.ok(matchesPattern(sanitized(name), pattern), `${filter} → ${pattern}: ${name}`);
        assert.ok(pattern.split("*").length <= 5);
      }),
      { numRuns: 1000 },
    );
  });
});
