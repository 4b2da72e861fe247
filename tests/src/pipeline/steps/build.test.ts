import assert from "node:assert/strict";
import { build, type Destination } from "../../../../src/pipeline/steps/build.js";

describe("build", () => {
  const source = { context: ".", file: "Dockerfile", platforms: "linux/amd64" };
  const attached = { provenance: "mode=min", sbom: true };
  const plain = { provenance: false, sbom: false };
  const layers = "push-by-digest=true,name-canonical=true,push=true,rewrite-timestamp=true";

  const cases: readonly [title: string, Destination, inputs: object][] = [
    ["goes nowhere where it only has to build", { kind: "none" }, { push: false, ...plain }],
    [
      "is pushed under its tags, with the times of a local build and with attestations",
      { kind: "registry", tags: "a:b" },
      { push: true, tags: "a:b", outputs: "type=image,rewrite-timestamp=true", ...attached },
    ],
    [
      "is pushed by digest alone",
      { kind: "digest", name: "registry.example/a" },
      { outputs: `type=image,name=registry.example/a,${layers}`, ...attached },
    ],
    ["is loaded into Docker", { kind: "docker", tags: "a:b" }, { load: true, tags: "a:b", ...plain }],
    [
      "is kept as a layout to build upon",
      { kind: "oci-layout", directory: "base" },
      { outputs: "type=oci,tar=false,dest=base,rewrite-timestamp=true", ...plain },
    ],
  ];
  for (const [title, destination, inputs] of cases) {
    it(title, () => {
      const step = build({ name: "Build", id: "build", source, destination });
      assert.deepEqual("uses" in step && step.with, { ...source, ...inputs });
    });
  }
});
