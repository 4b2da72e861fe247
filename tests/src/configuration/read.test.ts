import assert from "node:assert/strict";
import fc from "fast-check";
import { readConfiguration } from "../../../src/configuration/read.js";
import { keys } from "../../../src/configuration/keys.js";
import { configuration } from "../plan/fixtures.js";
import { catalogue, minimal, reading } from "./reading.js";

describe("readConfiguration", () => {
  it("needs an owner and a region, and has a default for all else", () => {
    assert.deepEqual(readConfiguration(minimal, catalogue), {
      problems: [],
      configuration: { ...configuration, systems: ["shop", "blog"], checkouts: {} },
    });
  });

  it("takes what Pulumi hands over: text as it is, all else as JSON", () => {
    const { configuration: read, problems } = reading({
      "slipway:systems": '["blog"]',
      "slipway:checkouts": '{"blog":"../blog"}',
      "slipway:versions": '{"shop":{"RUST":"rust:1.90"}}',
      "slipway:release": "v1.2.3",
      "slipway:protect": "true",
      "slipway:pullAccounts": '["123456789012"]',
      "slipway:replaceFiles": '["shop/docker/Dockerfile"]',
    });
    const set = {
      systems: ["blog"],
      checkouts: { blog: "../blog" },
      versions: { shop: { RUST: "rust:1.90" } },
      release: "v1.2.3",
      protect: true,
      pullAccounts: ["123456789012"],
      replaceFiles: ["shop/docker/Dockerfile"],
    };
    assert.deepEqual([{ ...read, ...set }, problems], [read, []]);
  });

  it("reports all problems at once", () => {
    const { problems } = reading({
      "slipway:owner": "",
      "slipway:bulder": "x",
      "slipway:retention": '{"days":0,"keepReleases":-1}',
      "aws:region": "nowhere",
    });
    const places = problems.map(({ where }) => where.replace("slipway:", "")).join(" ");
    assert.equal(places, "bulder owner aws:region retention.days retention.keepReleases");
  });

  for (const [raw, found, fix] of [
    [
      { "slipway:bulder": "x" },
      "an unknown key",
      "perhaps you meant slipway:builder; `pulumi config rm slipway:bulder` removes it",
    ],
    [
      { "slipway:adopt": "[]" },
      "an old name of a key",
      "write slipway:replaceFiles, its new name; `pulumi config rm slipway:adopt` removes it",
    ],
    [{ "slipway:systems": '["shpo"]' }, '"shpo"', "perhaps you meant shop"],
    [{ "slipway:builders": '{"shop/ap":"x"}' }, '"shop/ap"', "perhaps you meant shop/app"],
  ] as const) {
    it(`suggests what was meant by ${Object.entries(raw).join(": ")}`, () => {
      const { problems } = reading(raw);
      assert.deepEqual(
        problems.map((problem) => [problem.found, problem.fix]),
        [[found, fix]],
      );
    });
  }

  it("never throws, whatever it is given (property)", () => {
    const raw = fc.dictionary(
      fc.oneof(
        fc.string(),
        fc.constantFrom(...Object.keys(keys).map((name) => `slipway:${name}`), "aws:region"),
      ),
      fc.oneof(fc.string(), fc.json()),
    );
    fc.assert(
      fc.property(raw, (values) => {
        const { problems } = readConfiguration(values, catalogue);
        for (const { where, expected, found, fix } of problems) {
          assert.ok(where && expected && found && fix);
        }
      }),
    );
  });
});
