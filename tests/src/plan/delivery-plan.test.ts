import assert from "node:assert/strict";
import type { Configuration } from "../../../src/configuration/configuration.js";
import { resolved, system } from "./fixtures.js";

const source = "systems/shop/files";
const files = [
  { path: "logo.png", content: Buffer.from([0, 255]), executable: false, source },
  { path: "run.sh", content: Buffer.from("#!/bin/sh\n"), executable: true, source },
];
/** What a stack delivers to a system. */
const deliveryOf = (subject = system(), changes: Partial<Configuration> = {}) =>
  resolved(subject, { delivery: "pull-request", ...changes }, { filesOf: () => files }).delivery;

describe("the delivery of a system's files", () => {
  it("plans nothing where a stack does not deliver", () => {
    assert.equal(deliveryOf(system(), { delivery: "off" }), undefined);
  });

  it("holds each file by value: text as it is, all else in base64, and git's executable bit", () => {
    assert.deepEqual(deliveryOf(), {
      system: "shop",
      owner: "Acme",
      repository: "Shop",
      replaceFiles: [],
      files: {
        "logo.png": { content: "AP8=", encoding: "base64", executable: false, source },
        "run.sh": { content: "#!/bin/sh\n", encoding: "utf-8", executable: true, source },
      },
    });
  });

  it("takes the owner from the system where it names one, and each system's own files to replaceFiles", () => {
    const replaceFiles = ["shop/a/b", "shop-two/c"];
    const two = system({ name: "shop-two", owner: "Other", repository: "two" });
    assert.deepEqual(
      [system(), two]
        .map((one) => deliveryOf(one, { replaceFiles }))
        .map((plan) => [plan?.owner, plan?.repository, plan?.replaceFiles]),
      [
        ["Acme", "Shop", ["a/b"]],
        ["Other", "two", ["c"]],
      ],
    );
  });
});
