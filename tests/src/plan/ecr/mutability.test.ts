import assert from "node:assert/strict";
import { immovable, immutableTags, mutabilityOf } from "../../../../src/plan/ecr/mutability.js";
import type { TagClass } from "../../../../src/catalogue/tag-class.js";

const classes: TagClass[] = [
  { kind: "moving", tag: "latest" },
  { kind: "series", parts: 2 },
  { kind: "branch", branches: "default" },
  { kind: "release", pattern: "*.*.*" },
  { kind: "commit", length: "short" },
  { kind: "moving", tag: "latest" },
];

describe("mutability", () => {
  it("leaves each tag that moves out by its name, once", () => {
    assert.deepEqual(mutabilityOf("immutable", classes), { kind: "immutable", except: ["latest"] });
    assert.deepEqual(mutabilityOf("mutable", classes), { kind: "mutable" });
  });

  it("names the classes that move under names nobody knows beforehand", () => {
    assert.deepEqual(
      immovable(classes).map(({ kind }) => kind),
      ["series", "branch"],
    );
  });

  it("refuses to overwrite releases and commits, and nothing that moves", () => {
    const tags = ["1.2.3", "1.2", "latest", "sha-0123456"];
    assert.deepEqual(immutableTags(tags, classes, "immutable"), ["1.2.3", "sha-0123456"]);
    assert.deepEqual(immutableTags(tags, classes, "mutable"), []);
  });
});
