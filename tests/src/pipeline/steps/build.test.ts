import assert from "node:assert/strict";
import { build, type Destination } from "../../../../src/pipeline/steps/build.js";

describe("build", () => {
  const source = { context: ".", file: "Dockerfile", platforms: "linux/amd64" };

  function inputsOf(destination: Destination) {
    const step = build({ name: "Build", id: "build", source, destination });
    assert.ok("uses" in step);
    return step.with;
  }

  const bare = { context: ".", file: "Dockerfile", platforms: "linux/amd64" };
  const attached = { provenance: "mode=min", sbom: true };
  const plain = { provenance: false, sbom: false };

  it("goes nowhere where it only has to build", () => {
    assert.deepEqual(inputsOf({ kind: "none" }), { ...bare, push: false, ...plain });
  });

  it("is pushed under its tags, with times as at a desk and with attestations", () => {
    assert.deepEqual(inputsOf({ kind: "registry", tags: "a:b" }), {
      ...bare,
      push: true,
      tags: "a:b",
      outputs: "type=image,rewrite-timestamp=true",
      ...attached,
    });
  });

  it("is pushed by digest alone", () => {
    assert.deepEqual(inputsOf({ kind: "digest", name: "registry.example/a" }), {
      ...bare,
      outputs:
        "type=image,name=registry.example/a,push-by-digest=true,name-canonical=true,push=true,rewrite-timestamp=true",
      ...attached,
    });
  });

  it("is loaded into Docker", () => {
    assert.deepEqual(inputsOf({ kind: "docker", tags: "a:b" }), {
      ...bare,
      load: true,
      tags: "a:b",
      ...plain,
    });
  });

  it("is kept as a layout to build upon", () => {
    assert.deepEqual(inputsOf({ kind: "oci-layout", directory: "base" }), {
      ...bare,
      outputs: "type=oci,tar=false,dest=base,rewrite-timestamp=true",
      ...plain,
    });
  });
});
