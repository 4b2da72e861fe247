import assert from "node:assert/strict";
import fc from "fast-check";
import { ecrHost, isOwner, isRepositoryName, isTag, matchesPattern } from "../../../src/catalogue/names.js";

describe("isRepositoryName", () => {
  for (const name of ["distributed-colony", "team/app", "a.b_c-d/e", "ab"]) {
    it(`accepts ${name}`, () => {
      assert.ok(isRepositoryName(name));
    });
  }
  for (const name of ["", "a", "Acme/app", "-app", "app-", "a//b", "a b", "a".repeat(257), "/a"]) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))}`, () => {
      assert.ok(!isRepositoryName(name));
    });
  }
});

describe("isTag", () => {
  it("accepts what registries accept", () => {
    for (const tag of ["latest", "v1.2.3", "_x", "A", "a".repeat(128)]) assert.ok(isTag(tag), tag);
  });
  it("refuses the rest", () => {
    for (const tag of ["", ".x", "-x", "a/b", "a:b", "a b", "a".repeat(129)]) assert.ok(!isTag(tag), tag);
  });
});

describe("isOwner", () => {
  it("accepts any case, as GitHub does", () => {
    for (const owner of ["acme", "Acme-Corp", "0xfeed", "a".repeat(39)]) assert.ok(isOwner(owner), owner);
  });
  it("refuses what GitHub refuses", () => {
    for (const owner of ["", "-a", "a-", "a--b", "a.b", "a_b", "a/b", "a".repeat(40)])
      assert.ok(!isOwner(owner), owner);
  });
});

describe("matchesPattern", () => {
  it("lets * stand for any characters, none included", () => {
    assert.ok(matchesPattern("v1.2.3", "v*"));
    assert.ok(matchesPattern("v", "v*"));
    assert.ok(matchesPattern("a-rc-b", "*-rc-*"));
    assert.ok(!matchesPattern("xv1", "v*"));
    assert.ok(!matchesPattern("latest-rc", "latest"));
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

describe("ecrHost", () => {
  it("is the form that AWS gives (D37)", () => {
    assert.equal(ecrHost("123456789012", "eu-west-1"), "123456789012.dkr.ecr.eu-west-1.amazonaws.com");
  });
  it("knows the domain of China", () => {
    assert.equal(ecrHost("123456789012", "cn-north-1"), "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn");
  });
});
