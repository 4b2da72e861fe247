import assert from "node:assert/strict";
import { problemsOfSystem } from "../../../src/catalogue/system-problems.js";
import type { Image } from "../../../src/catalogue/image.js";
import { image, system } from "../plan/fixtures.js";

function problemsOf(overrides: Partial<Image>, versions: Record<string, string> = {}) {
  return problemsOfSystem(system({ versions, images: [image(overrides)] }));
}

function briefly(overrides: Partial<Image>, versions: Record<string, string> = {}): string[][] {
  return problemsOf(overrides, versions).map(({ where, found }) => [where, found]);
}

const PUBLIC = "public configuration: anyone who can pull the image can read its build arguments";
const MOUNT = "mount it during the build (RUN --mount=type=secret), or pass it to the container at start";

describe("build arguments", () => {
  it("have names that ARG takes", () => {
    for (const name of ["API URL", "API-URL", "1ST", "", "A=B", "Ä"]) {
      assert.deepEqual(problemsOf({ buildArgs: { [name]: "x" } }), [
        {
          where: "systems/shop, image app, buildArgs",
          expected: "a name for ARG: letters, digits and _, not starting with a digit",
          found: JSON.stringify(name),
          fix: "rename the argument here and in the Dockerfile",
        },
      ]);
    }
    assert.deepEqual(briefly({ variableArgs: { "API-URL": "x" } }), [
      ["systems/shop, image app, variableArgs", '"API-URL"'],
    ]);
    assert.deepEqual(briefly({ sourceVersionArg: "BUILD VERSION" }), [
      ["systems/shop, image app, sourceVersionArg", '"BUILD VERSION"'],
    ]);
    assert.deepEqual(briefly({ versionArgs: ["RUST-IMAGE"] }, { "RUST-IMAGE": "rust:1" }), [
      ["systems/shop, image app, versionArgs", '"RUST-IMAGE"'],
    ]);
  });

  it("are no secrets by their names (N46, pain 16)", () => {
    for (const name of [
      "GITHUB_TOKEN",
      "TOKEN",
      "DB_PASSWORD",
      "AWS_SECRET_ACCESS_KEY",
      "api_key",
      "CREDENTIALS",
    ]) {
      assert.deepEqual(problemsOf({ buildArgs: { [name]: "x" } }), [
        {
          where: `systems/shop, image app, buildArgs.${name}`,
          expected: PUBLIC,
          found: "a name that suggests a secret",
          fix: MOUNT,
        },
      ]);
    }
    assert.deepEqual(briefly({ variableArgs: { NPM_TOKEN: "none" } }), [
      ["systems/shop, image app, variableArgs.NPM_TOKEN", "a name that suggests a secret"],
    ]);
  });

  it("are no secrets by their values, which no message repeats (pain 16)", () => {
    const values: Record<string, string> = {
      [`ghp_${"a".repeat(36)}`]: "a GitHub token",
      [`github_pat_${"a".repeat(40)}`]: "a GitHub token",
      AKIAIOSFODNN7EXAMPLE: "an AWS access key",
      [`sk_live_${"a".repeat(24)}`]: "a Stripe key",
      "xoxb-0123456789-abc": "a Slack token",
      [`npm_${"a".repeat(36)}`]: "an npm token",
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x": "a signed token (JWT)",
      "-----BEGIN RSA PRIVATE KEY-----": "a private key",
      "https://me:hunter2@example.org/": "a URL with a password",
    };
    for (const [value, kind] of Object.entries(values)) {
      for (const field of ["buildArgs", "variableArgs"] as const) {
        assert.deepEqual(problemsOf({ [field]: { VITE_URL: value } }), [
          {
            where: `systems/shop, image app, ${field}.VITE_URL`,
            expected: PUBLIC,
            found: `a value that looks like ${kind}`,
            fix: MOUNT,
          },
        ]);
      }
      assert.deepEqual(briefly({ versionArgs: ["IMAGE"] }, { IMAGE: value }), [
        ["systems/shop, image app, versionArgs.IMAGE", `a value that looks like ${kind}`],
      ]);
    }
  });

  it("may be public configuration, whatever it is called (N14)", () => {
    const variableArgs = {
      VITE_URL: "http://localhost:8080",
      VITE_IDENTITY: "none",
      VITE_STRIPE_PRICE_ID: "price_1",
      VITE_STRIPE_PUBLIC_KEY: "pk_live_0123456789",
      TOKENS_PER_PAGE: "10",
      KEYBOARD: "de",
    };
    assert.deepEqual(problemsOf({ variableArgs, buildArgs: { IMAGE: "rust:1.83@sha256:abc" } }), []);
  });

  it("have values of one line, without expressions", () => {
    assert.deepEqual(problemsOf({ buildArgs: { A: "x\ny" } }), [
      {
        where: "systems/shop, image app, buildArgs.A",
        expected: "one line",
        found: "several",
        fix: "write the lines to a file in the context",
      },
    ]);
    assert.deepEqual(problemsOf({ buildArgs: { A: "${{ github.head_ref }}" } }), [
      {
        where: "systems/shop, image app, buildArgs.A",
        expected: "a plain value",
        found: "one with ${{",
        fix: "name it in variableArgs",
      },
    ]);
  });

  it("have a default where a variable is not set, since an empty one does not reach CI (N45)", () => {
    assert.deepEqual(problemsOf({ variableArgs: { VITE_URL: "" } }), [
      {
        where: "systems/shop, image app, variableArgs.VITE_URL",
        expected: "a safe default",
        found: "an empty value",
        fix: "repeat the Dockerfile's default",
      },
    ]);
    assert.deepEqual(problemsOf({ buildArgs: { A: "" } }), []);
  });

  it("have one origin each", () => {
    const twice = { buildArgs: { RUST: "1" }, versionArgs: ["RUST"] };
    assert.deepEqual(problemsOf(twice, { RUST: "1" }), [
      {
        where: "systems/shop, image app, buildArgs and versionArgs",
        expected: "one source for each build argument",
        found: '"RUST"',
        fix: "remove it from all others",
      },
    ]);
    assert.deepEqual(briefly({ variableArgs: { REV: "none" }, sourceVersionArg: "REV" }), [
      ["systems/shop, image app, variableArgs and sourceVersionArg", '"REV"'],
    ]);
  });

  it("share a variable's default among images", () => {
    const images = (second: string) => [
      image({ id: "a", repository: "aa", variableArgs: { VITE_URL: "http://one" } }),
      image({ id: "b", repository: "bb", variableArgs: { VITE_URL: second } }),
    ];
    assert.deepEqual(problemsOfSystem(system({ images: images("http://one") })), []);
    assert.deepEqual(problemsOfSystem(system({ images: images("http://two") })), [
      {
        where: "systems/shop, images a and b, variableArgs.VITE_URL",
        expected: "one default for a shared variable",
        found: '"http://one" and "http://two"',
        fix: "use the same default, or different names",
      },
    ]);
  });
});
