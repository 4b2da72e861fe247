import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatImageReference,
  hasTag,
  imagePin,
  type ImageReference,
  parseImageReference,
  repositoryOfImage,
} from "../../../src/registry/image-reference.js";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const part = fc.stringMatching(/^[a-z\d]{1,8}(?:(?:\.|_|__|-{1,3})[a-z\d]{1,8}){0,2}$/);
const host = fc.oneof(
  fc.constantFrom("localhost", "localhost:5000", "registry:5000", "[::1]:5000", "127.0.0.1:80"),
  fc.domain(),
  fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65535 })).map(([name, port]) => `${name}:${port}`),
);
const reference: fc.Arbitrary<ImageReference> = fc
  .tuple(fc.option(host), fc.array(part, { minLength: 1, maxLength: 3 }))
  .map(([first, parts]) => [...(first === null ? [] : [first]), ...parts].join("/"))
  .chain((name) =>
    fc.record(
      {
        name: fc.constant(name),
        tag: fc.stringMatching(/^\w[\w.-]{0,20}$/),
        digest: fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`),
      },
      { requiredKeys: ["name"], noNullPrototype: true },
    ),
  );

describe("image references", () => {
  it("are read into name, tag and digest", () => {
    const [name, tag, digest] = ["localhost:5000/a/b", "nonroot", DIGEST];
    assert.deepEqual(parseImageReference(`${name}:${tag}@${digest}`), { name, tag, digest });
  });

  it("are read and written without loss", () => {
    fc.assert(
      fc.property(reference, (image) => {
        assert.deepEqual(parseImageReference(formatImageReference(image)), image);
      }),
    );
  });

  it("are not made of what no registry could have", () => {
    for (const text of [
      ...["", "Rust:1", "https://gcr.io/a:1", "a b", "rust:", "rust@sha256:abc", `rust@${DIGEST}0`],
      ...[`rust@sha512:${"0".repeat(128)}`, "/rust", "gcr.io/", "rust:1\n", "rust:1@", "a//b"],
    ]) {
      assert.equal(parseImageReference(text), undefined, JSON.stringify(text));
    }
  });

  it("read whatever text in no time and either not at all or back to itself", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const read = parseImageReference(text);
        if (read !== undefined) assert.equal(formatImageReference(read), text);
      }),
    );
  });

  it("lead to the registry that Docker would ask", () => {
    const cases: [string, string][] = [
      ["rust", "registry-1.docker.io library/rust"],
      ["lukemathwalker/cargo-chef", "registry-1.docker.io lukemathwalker/cargo-chef"],
      ["docker.io/rust", "registry-1.docker.io library/rust"],
      ["index.docker.io/library/rust", "registry-1.docker.io library/rust"],
      ["gcr.io/distroless/cc", "gcr.io distroless/cc"],
      ["localhost/a", "localhost a"],
      ["127.0.0.1:5000/a", "127.0.0.1:5000 a"],
      ["registry:5000/a/b", "registry:5000 a/b"],
      ["[::1]:5000/a", "[::1]:5000 a"],
    ];
    for (const [name, expected] of cases) {
      const { registry, repository } = repositoryOfImage({ name });
      assert.equal(`${registry} ${repository}`, expected, name);
    }
  });
});

const OLD = `sha256:${"a".repeat(64)}`;
const NEW = `sha256:${"b".repeat(64)}`;

function outcome(image: string, digest: string | undefined): string[] {
  const { state, before, after } = imagePin(image, digest);
  assert.equal(before, image);
  return [state, after];
}

describe("a pin of an image", () => {
  it("keeps the tag, by default Docker's, and takes the digest that it has now", () => {
    assert.deepEqual(outcome("debian:12", NEW), ["missing", `debian:12@${NEW}`]);
    assert.deepEqual(outcome("debian", NEW), ["missing", `debian:latest@${NEW}`]);
    assert.deepEqual(outcome(`debian:12@${OLD}`, NEW), ["moved", `debian:12@${NEW}`]);
    assert.deepEqual(outcome(`debian:12@${NEW}`, NEW), ["current", `debian:12@${NEW}`]);
  });

  it("leaves alone what has a digest and no tag", () => {
    assert.deepEqual(outcome(`debian@${OLD}`, undefined), ["untagged", `debian@${OLD}`]);
    assert.deepEqual(
      [{ name: "a", digest: OLD }, { name: "a", tag: "1", digest: OLD }, { name: "a" }].map(hasTag),
      [false, true, true],
    );
  });
});
