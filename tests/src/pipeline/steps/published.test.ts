import assert from "node:assert/strict";
import {
  downloadReference,
  sign,
  uploadReference,
  writeSummary,
} from "../../../../src/pipeline/steps/published.js";
import { fakeRunner } from "./runner.js";

const DIGEST = `sha256:${"a".repeat(64)}`;
const IMAGE = `ghcr.io/acme/app@${DIGEST}`;
const REFERENCES = "ghcr.io/acme/app:main\nghcr.io/acme/app:sha-0123456";
const PUBLISHED = { digest: "${{ steps.build.outputs.digest }}", tags: "${{ steps.meta.outputs.tags }}" };

describe("what is done with a pushed image", () => {
  const runner = fakeRunner();
  const run = async (step: object | undefined) => {
    assert.equal((await runner.run(step, { DIGEST, REFERENCES })).exitCode, 0);
  };

  it("is signed by its digest, never by a tag", async () => {
    runner.program("cosign", '#!/bin/sh\necho "$@" > called\n');
    const [install, signing] = sign(PUBLISHED);
    assert.deepEqual(install, { name: "Install cosign", uses: "sigstore/cosign-installer" });
    await run(signing);
    assert.equal(runner.read("called"), `sign --yes ${IMAGE}\n`);
  });

  it("is reported with its digest, and the command that comes back to it under each tag (N30)", async () => {
    await run(writeSummary(PUBLISHED));
    const command = "docker buildx imagetools create --prefer-index=false --tag";
    assert.deepEqual(runner.read("summary").trimEnd().split("\n"), [
      "### ghcr.io/acme/app",
      "",
      `Digest: \`${DIGEST}\``,
      "",
      "To roll back to this image, point a tag at its digest:",
      "",
      "```sh",
      `${command} ghcr.io/acme/app:main ${IMAGE}`,
      `${command} ghcr.io/acme/app:sha-0123456 ${IMAGE}`,
      "```",
    ]);
  });

  it("is handed on to a later job by its digest", async () => {
    await run(uploadReference({ id: "app", ...PUBLISHED })[0]);
    await run(downloadReference("app")[1]);
    assert.equal(runner.read("output"), `image=${IMAGE}\n`);
  });
});
