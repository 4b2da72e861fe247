import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { planDeliveries } from "../../../src/delivery/plan-deliveries.js";
import { fixtureCatalogue, fixtureFolder } from "../../fixture-catalogue/index.js";
import { configuration, system } from "../plan/fixtures.js";
import { temporaryFolder } from "./temporary-folder.js";

const on = { ...configuration, delivery: "pull-request" } as const;

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

describe("planDeliveries", () => {
  it("plans nothing where a stack does not deliver", () => {
    assert.deepEqual(planDeliveries(configuration, [system()], project({ a: "1" })), []);
  });

  it("holds each file by value: text as it is, all else in base64, and git's executable bit", () => {
    const files = { "run.sh": "#!/bin/sh\n", "logo.png": Buffer.from([0, 255]) };
    assert.deepEqual(planDeliveries(on, [system()], project(files)), [
      {
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
      },
    ]);
  });

  it("takes the owner from the system where it names one, and only the files of each system to replace", () => {
    const systems = [system({ owner: "Other" }), system({ name: "shop-two", repository: "two" })];
    const planned = planDeliveries(
      { ...on, systems: ["shop", "shop-two"], replaceFiles: ["shop/a/b", "shop-two/c"] },
      systems,
      project({}),
    );
    assert.deepEqual(
      planned.map(({ owner, repository, replaceFiles }) => [owner, repository, replaceFiles]),
      [
        ["Other", "Shop", ["a/b"]],
        ["Acme", "two", ["c"]],
      ],
    );
  });

  it("leaves the systems out that the stack does not own", () => {
    const planned = planDeliveries(
      { ...on, systems: ["blog"] },
      [system(), system({ name: "blog" })],
      project({}),
    );
    assert.deepEqual(
      planned.map((plan) => plan.system),
      ["blog"],
    );
  });

  it("plans for every system what `slipway render` writes with the same settings", () => {
    const systems = fixtureCatalogue.map(({ name }) => name);
    for (const [index, plan] of planDeliveries(
      { ...on, systems },
      fixtureCatalogue,
      fixtureFolder,
    ).entries()) {
      const [rendered, planned] = [fixtureCatalogue[index], Object.entries(plan.files)];
      assert.ok(rendered);
      assert.deepEqual(
        planned.map(([file, { content, encoding, executable }]) => [
          file,
          Buffer.from(content, encoding),
          executable,
        ]),
        deliveredFiles(rendered, { owner: "Acme" }, fixtureFolder).map((file) => [
          file.path,
          file.content,
          file.executable,
        ]),
      );
    }
  });
});
