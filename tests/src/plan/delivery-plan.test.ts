import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import type { ResolvedSystem } from "../../../src/plan/resolved-system.js";
import { temporaryFolder } from "../delivery/temporary-folder.js";
import { resolved, system } from "./fixtures.js";

/** What a stack delivers to a system. */
function deliveryOf(project: string, subject = system(), changes: Partial<Configuration> = {}) {
  const filesOf = (of: ResolvedSystem) => deliveredFiles(of, project);
  return resolved(subject, { delivery: "pull-request", ...changes }, { filesOf }).delivery;
}

/** A project whose system `shop` has these static files. */
function project(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, "systems/shop/files", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: name.endsWith(".sh") ? 0o755 : 0o644 });
  }
  return folder;
}

describe("the delivery of a system's files", () => {
  it("plans nothing where a stack does not deliver", () => {
    assert.equal(deliveryOf(project({ a: "1" }), system(), { delivery: "off" }), undefined);
  });

  it("holds each file by value: text as it is, all else in base64, and git's executable bit", () => {
    const files = { "run.sh": "#!/bin/sh\n", "logo.png": Buffer.from([0, 255]) };
    assert.deepEqual(deliveryOf(project(files)), {
      system: "shop",
      owner: "Acme",
      repository: "Shop",
      replaceFiles: [],
      files: {
        "logo.png": {
          content: "AP8=",
          encoding: "base64",
          executable: false,
          source: "systems/shop/files/logo.png",
        },
        "run.sh": {
          content: "#!/bin/sh\n",
          encoding: "utf-8",
          executable: true,
          source: "systems/shop/files/run.sh",
        },
      },
    });
  });

  it("takes the owner from the system where it names one, and each system's own files to replaceFiles", () => {
    const replaceFiles = ["shop/a/b", "shop-two/c"];
    const planned = [system({ owner: "Other" }), system({ name: "shop-two", repository: "two" })].map((one) =>
      deliveryOf(project({}), one, { replaceFiles }),
    );
    assert.deepEqual(
      planned.map((plan) => [plan?.owner, plan?.repository, plan?.replaceFiles]),
      [
        ["Other", "Shop", ["a/b"]],
        ["Acme", "two", ["c"]],
      ],
    );
  });
});
