import assert from "node:assert/strict";
import fc from "fast-check";
import {
  ecrHost,
  isGithubRepositoryName,
  isOwner,
  isRepositoryName,
  isRoleName,
  isTag,
  matchesPattern,
} from "../../../src/catalogue/names.js";

const long = (length: number) => "a".repeat(length);
for (const [grammar, accepted, refused] of [
  [
    isRepositoryName,
    "distributed-colony|team/app|a.b_c-d/e|ab",
    `|a|Acme/app|-app|app-|a//b|a b|${long(257)}|/a`,
  ],
  [isTag, `latest|v1.2.3|_x|A|${long(128)}`, `|.x|-x|a/b|a:b|a b|${long(129)}`],
  [isOwner, `acme|Acme-Corp|0xfeed|${long(39)}`, `|-a|a-|a--b|a.b|a_b|a/b|${long(40)}`],
  [isGithubRepositoryName, `a|A.b_c-d|${long(100)}`, `|.|..|a/b|a b|${long(101)}`],
  [isRoleName, `slipway-shop+=,.@|${long(64)}`, `|a/b|a b|${long(65)}`],
] as const) {
  it(`${grammar.name} accepts and refuses what registries, GitHub and AWS do`, () => {
    for (const name of accepted.split("|")) assert.ok(grammar(name), name);
    for (const name of refused.split("|")) assert.ok(!grammar(name), name);
  });
}

describe("matchesPattern", () => {
  it("lets * stand for any characters, none included", () => {
    assert.ok(
      ["v1.2.3", "v"].every((tag) => matchesPattern(tag, "v*")) && matchesPattern("a-rc-b", "*-rc-*"),
    );
    assert.ok(!matchesPattern("xv1", "v*"));
  });
  it("takes every other character as itself", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (tag, other) => {
        const literal = tag.replaceAll("*", "");
        assert.ok(matchesPattern(literal, literal));
        assert.equal(matchesPattern(other, literal), other === literal);
      }),
    );
  });
});

describe("a region of AWS", () => {
  it("decides the registry's host, which has a domain of its own in China (D37)", () => {
    assert.equal(ecrHost("123456789012", "eu-west-1"), "123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    assert.equal(ecrHost("123456789012", "cn-north-1"), "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn");
  });
});
