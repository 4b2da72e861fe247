import assert from "node:assert/strict";
import { argumentProblems, sharedVariableProblems } from "../../../src/catalogue/argument-problems.js";
import type { Image } from "../../../src/catalogue/image.js";
import { image, system } from "../plan/fixtures.js";

function problemsOf(overrides: Partial<Image>, versions: Record<string, string> = {}) {
  const own = image(overrides);
  return argumentProblems(own, system({ versions, images: [own] }), "app");
}

/** The field in question, and what was found. */
function briefly(overrides: Partial<Image>, versions: Record<string, string> = {}): string[][] {
  return problemsOf(overrides, versions).map(({ where, found }) => [where.replace("app, ", ""), found]);
}

describe("build arguments", () => {
  it("have names that ARG takes", () => {
    for (const name of ["API URL", "API-URL", "1ST", "", "A=B", "Ä"]) {
      assert.deepEqual(problemsOf({ buildArgs: { [name]: "x" } }), [
        {
          where: "app, buildArgs",
          expected: "a name for ARG: letters, digits and _, not starting with a digit",
          found: JSON.stringify(name),
          fix: "rename the argument here and in the Dockerfile",
        },
      ]);
    }
    for (const [field, value] of [
      ["variableArgs", { "A-B": "x" }],
      ["versionArgs", ["A-B"]],
      ["sourceVersionArg", "A-B"],
    ] as const) {
      assert.deepEqual(briefly({ [field]: value }, { "A-B": "rust:1" }), [[field, '"A-B"']]);
    }
  });

  const names = "GITHUB_TOKEN TOKEN DB_PASSWORD AWS_SECRET_ACCESS_KEY api_key CREDENTIALS";
  const values = {
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
  for (const [name, value, found] of [
    ...names.split(" ").map((name) => [name, "x", "a name that suggests a secret"] as const),
    ...Object.entries(values).map(
      ([value, kind]) => ["URL", value, `a value that looks like ${kind}`] as const,
    ),
  ]) {
    it(`are no secrets (N46, pain 16): ${name}, ${value} is ${found}`, () => {
      const args = { [name]: value };
      assert.deepEqual(problemsOf({ buildArgs: args }), [
        {
          where: `app, buildArgs.${name}`,
          expected: "public configuration: anyone who can pull the image can read its build arguments",
          found,
          fix: "mount it during the build (RUN --mount=type=secret), or pass it to the container at start",
        },
      ]);
      assert.deepEqual(briefly({ variableArgs: args }), [[`variableArgs.${name}`, found]]);
      assert.deepEqual(briefly({ versionArgs: [name] }, args), [[`versionArgs.${name}`, found]]);
    });
  }

  it("may be public configuration, whatever it is called (N14)", () => {
    const variableArgs = {
      VITE_URL: "http://localhost:8080",
      VITE_IDENTITY: "none",
      VITE_STRIPE_PRICE_ID: "price_1",
      VITE_STRIPE_PUBLIC_KEY: "pk_live_0123456789",
      TOKENS_PER_PAGE: "10",
      KEYBOARD: "de",
    };
    assert.deepEqual(problemsOf({ variableArgs, buildArgs: { IMAGE: "rust:1.83@sha256:abc", A: "" } }), []);
  });

  for (const [title, args, problem] of [
    [
      "are of one line",
      { buildArgs: { A: "x\ny" } },
      ["buildArgs.A", "one line", "several", "write the lines to a file in the context"],
    ],
    [
      "contain no expressions",
      { buildArgs: { A: "${{ github.head_ref }}" } },
      ["buildArgs.A", "a plain value", "one with ${{", "name it in variableArgs"],
    ],
    [
      "have a default where a variable is not set, since an empty one does not reach CI (N45)",
      { variableArgs: { A: "" } },
      ["variableArgs.A", "a safe default", "an empty value", "repeat the Dockerfile's default"],
    ],
    [
      "have one origin each",
      { buildArgs: { A: "1" }, versionArgs: ["A"] },
      ["buildArgs and versionArgs", "one source for each build argument", '"A"', "remove it from all others"],
    ],
  ] as const) {
    it(title, () => {
      const [where, expected, found, fix] = problem;
      assert.deepEqual(problemsOf(args, { A: "1" }), [{ where: `app, ${where}`, expected, found, fix }]);
    });
  }

  it("share a variable's default among images", () => {
    const images = (second: string) => [
      image({ id: "a", repository: "aa", variableArgs: { VITE_URL: "http://one" } }),
      image({ id: "b", repository: "bb", variableArgs: { VITE_URL: second } }),
    ];
    assert.deepEqual(sharedVariableProblems(system({ images: images("http://one") })), []);
    assert.deepEqual(sharedVariableProblems(system({ images: images("http://two") })), [
      {
        where: "systems/shop, images a and b, variableArgs.VITE_URL",
        expected: "one default for a shared variable",
        found: '"http://one" and "http://two"',
        fix: "use the same default, or different names",
      },
    ]);
  });
});
