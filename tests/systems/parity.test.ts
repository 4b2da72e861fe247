import fc from "fast-check";
import type { Image } from "../../src/catalogue/image.js";
import type { System } from "../../src/catalogue/system.js";
import type { TagPolicy } from "../../src/catalogue/tag-policy.js";
import { problemsOfSystem } from "../../src/catalogue/system-problems.js";
import { imageMatrix } from "../../src/pipeline/image-matrix.js";
import { system } from "../src/plan/fixtures.js";
import { workflow } from "../src/pipeline/fixtures.js";
import { assertParity } from "../src/pipeline/parity.js";
import { resolver } from "../src/pipeline/resolve.js";
import { everySystem } from "./every-repository.js";

const argumentName = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/);
const value = fc.stringMatching(/^[A-Za-z0-9 ./:='"$#-]{1,12}$/);
const file = fc.stringMatching(/^[a-z]{1,4}(?:\/[A-Za-z.]{1,6})?$/);
const policies: TagPolicy[] = [
  [{ kind: "fixed", tag: "latest" }],
  [
    { kind: "sha", length: "short" },
    { kind: "fixed", tag: "main" },
  ],
];

const image = fc.record(
  {
    repository: fc.constant("unused"),
    dockerfile: file,
    context: fc.oneof(fc.constant("."), file),
    platforms: fc.constantFrom(["linux/amd64"] as const, ["linux/arm64"] as const),
    tags: fc.constantFrom(...policies),
    target: fc.constantFrom("dev", "prod"),
    buildArgs: fc.dictionary(
      argumentName.map((name) => `B_${name}`),
      value,
      { maxKeys: 2 },
    ),
    versionArgs: fc.constantFrom([], ["RUST"], ["RUST", "DEBIAN"]),
    variableArgs: fc.constantFrom(
      {},
      { VITE_URL: "http://localhost" },
      { VITE_URL: "http://localhost", VITE_ID: "it's" },
    ),
    sourceVersionArg: fc.constant("REVISION"),
  },
  { requiredKeys: ["repository", "dockerfile", "context", "platforms", "tags"], noNullPrototype: true },
);

/** Systems of one to five images that one matrix builds. */
const systems: fc.Arbitrary<System> = fc.array(image, { minLength: 1, maxLength: 5 }).map((images) =>
  system({
    registry: "ghcr",
    versions: { RUST: "rust:1.83", DEBIAN: "debian:bookworm" },
    images: images.map((one, index): Image => ({
      ...one,
      id: `image-${index}`,
      repository: `shop-${index}`,
    })),
    workflows: (planned) => [workflow({ jobs: imageMatrix(planned) })],
  }),
);

describe("CI builds what a local build does: context, file, target, arguments, platforms, labels", () => {
  for (const found of everySystem.filter(({ workflows }) => workflows !== undefined)) {
    it(`for every image of ${found.name}`, async () => {
      assertParity(found, await resolver());
    });
  }

  it("for every image of any system that one matrix builds (property)", async () => {
    const resolve = await resolver();
    fc.assert(
      fc.property(systems, (generated) => {
        fc.pre(problemsOfSystem(generated).length === 0);
        assertParity(generated, resolve);
      }),
      { numRuns: 40 },
    );
  });
});
