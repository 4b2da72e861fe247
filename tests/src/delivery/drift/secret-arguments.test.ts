import assert from "node:assert/strict";
import { isSuspect, secretArgumentProblems } from "../../../../src/delivery/drift/secret-arguments.js";

const where = "shop/website, website/Dockerfile";
const args = ["VITE_URL", "VITE_AUTH_URL", "VITE_AUTH_PROXY_URL", "VITE_STRIPE_TIERS"];
const header = "# check=skip=SecretsUsedInArgOrEnv";
const body = ["FROM node:20-alpine", ...args.map((name) => `ARG ${name}`), ""].join("\n");

describe("secretArgumentProblems (N16)", () => {
  it("names the arguments that BuildKit takes for secrets, and the line that is missing", () => {
    assert.deepEqual(secretArgumentProblems(where, body, args), [
      {
        where,
        expected: `the first line ${header}: BuildKit takes VITE_AUTH_URL, VITE_AUTH_PROXY_URL for secrets by name`,
        found: "none",
        fix: "begin the file with it, and give the reason below; or choose names that do not suggest a secret",
      },
    ]);
  });

  const below = "that line further down, where it is only a comment";
  for (const [what, top, found] of [
    ["the header", `${header}\n`, []],
    ["its reason below it", `${header}\n# They are addresses.\n\n`, []],
    [
      "other directives above and beside it",
      `# syntax=docker/dockerfile:1\n#check = skip=A,SecretsUsedInArgOrEnv;error=true\n`,
      [],
    ],
    ["every check turned off", "# check=skip=all\n", []],
    ["lines that end as on Windows", `${header}\r\n`, []],
    ["the header below a comment", `# The website.\n${header}\n`, [below]],
    ["the header below an empty line", `\n${header}\n`, [below]],
    ["the header below a comment that looks like a directive", `# answer = 42\n${header}\n`, [below]],
    ["the header below an instruction", `ARG A\n${header}\n`, [below]],
    ["a header that turns off another check", "# check=skip=JSONArgsRecommended\n", ["none"]],
    ["a header that turns off none", "# check=error=true\n", ["none"]],
  ] as const) {
    it(`${found.length === 0 ? "accepts" : "refuses"} ${what}`, () => {
      const problems = secretArgumentProblems(where, top + body, args);
      assert.deepEqual(
        problems.map((problem) => problem.found),
        found,
      );
    });
  }

  it("looks at ENV too, and not above the first FROM, nor at arguments that the catalogue does not pass", () => {
    const found = (text: string) => secretArgumentProblems(where, text, args).length;
    assert.equal(found("FROM scratch\nENV VITE_AUTH_URL=http://localhost\n"), 1);
    assert.equal(found("ARG VITE_AUTH_URL\nFROM scratch\n"), 0);
    assert.equal(found("ARG VITE_AUTH_URL\nFROM scratch\nARG VITE_AUTH_URL\n"), 1);
    assert.equal(found("FROM scratch\nARG SESSION_TOKEN\n"), 0);
  });
});

describe("isSuspect", () => {
  it("takes a word for a secret wherever it stands, and only as a word", () => {
    const names = [
      "AUTH",
      "API_KEY",
      "vite_auth_url",
      "TOKEN_LIFETIME",
      "AUTHOR",
      "MONKEY",
      "KEYBOARD_LAYOUT",
    ];
    assert.deepEqual(names.filter(isSuspect), names.slice(0, 4));
  });

  it("lets pass what is a secret's public half, file or version", () => {
    assert.deepEqual(["PUBLIC_KEY", "TOKEN_FILE", "KEY_VERSION"].filter(isSuspect), []);
  });
});
