import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Step } from "../../../../src/catalogue/workflow-model.js";
import {
  uploadReference,
  downloadReference,
  writeSummary,
  sign,
} from "../../../../src/pipeline/steps/published.js";
import { runStep } from "../../../shell.js";

const DIGEST = `sha256:${"a".repeat(64)}`;
const REFERENCES = "ghcr.io/acme/app:main\nghcr.io/acme/app:sha-0123456";
const PUBLISHED = { digest: "${{ steps.build.outputs.digest }}", tags: "${{ steps.meta.outputs.tags }}" };

describe("what is done with a pushed image", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "published-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs a step's script as a runner does; `folder` is first on the path, for stand-ins of programs. */
  async function run(step: Step | undefined): Promise<void> {
    await runStep(step, {
      cwd: folder,
      env: {
        DIGEST,
        REFERENCES,
        PATH: `${folder}:${process.env["PATH"] ?? ""}`,
        GITHUB_OUTPUT: path.join(folder, "output"),
        GITHUB_STEP_SUMMARY: path.join(folder, "summary"),
      },
    });
  }

  function written(file: string): string {
    return readFileSync(path.join(folder, file), "utf8");
  }

  it("is signed by its digest, never by a tag", async () => {
    writeFileSync(path.join(folder, "cosign"), '#!/bin/sh\necho "$@" > called\n');
    chmodSync(path.join(folder, "cosign"), 0o755);
    const [install, signing] = sign(PUBLISHED);
    assert.deepEqual(install, { name: "Install cosign", uses: "sigstore/cosign-installer" });
    await run(signing);
    assert.equal(written("called"), `sign --yes ghcr.io/acme/app@${DIGEST}\n`);
  });

  it("is reported with its digest, and the command that comes back to it under each tag (N30)", async () => {
    await run(writeSummary(PUBLISHED));
    const command = "docker buildx imagetools create --prefer-index=false --tag";
    assert.deepEqual(written("summary").trimEnd().split("\n"), [
      "### ghcr.io/acme/app",
      "",
      `Digest: \`${DIGEST}\``,
      "",
      "To roll back to this image, point a tag at its digest:",
      "",
      "```sh",
      `${command} ghcr.io/acme/app:main ghcr.io/acme/app@${DIGEST}`,
      `${command} ghcr.io/acme/app:sha-0123456 ghcr.io/acme/app@${DIGEST}`,
      "```",
    ]);
  });

  it("is handed on to a later job by its digest", async () => {
    const [note] = uploadReference({ id: "app", ...PUBLISHED });
    await run(note);
    const [, read] = downloadReference("app");
    await run(read);
    assert.equal(written("output"), `image=ghcr.io/acme/app@${DIGEST}\n`);
  });
});
