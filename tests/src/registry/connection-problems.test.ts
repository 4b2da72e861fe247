import assert from "node:assert/strict";
import fc from "fast-check";
import { addressProblems, tokenProblems } from "../../../src/registry/connection-problems.js";

describe("addressProblems", () => {
  it("let a token be sent by https or to this machine", () => {
    for (const address of [
      "https://api.github.com",
      "https://ghe.example:8443/api/v3/",
      "http://127.0.0.1:1/",
      "http://localhost",
      "http://[::1]:80/api",
    ])
      assert.deepEqual(addressProblems("GHCR_URL", address), []);
  });

  it("name any other address", () => {
    for (const address of [
      "",
      "https://",
      "https:///path",
      "https://a b",
      "ghe.example",
      "http://ghe.example",
      "http://127.0.0.1.example",
      "http://localhost@ghe.example",
      "ftp://localhost",
    ]) {
      assert.deepEqual(addressProblems("GHCR_URL", address), [
        {
          where: "GHCR_URL",
          expected: "an address that begins with https://, because a token is sent to it",
          found: JSON.stringify(address),
          fix: "correct it, or unset it",
        },
      ]);
    }
  });
});

describe("tokenProblems", () => {
  it("lets through what fetch takes, a line break at the end included", () => {
    for (const token of ["ghp_0aZ", "github_pat_11A_x", "v1.0-9/+=", "ghs_x\n"]) {
      assert.deepEqual(tokenProblems("GITHUB_TOKEN", token), []);
    }
  });

  it("never shows a token, and lets none through that fetch would show (property)", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 8 }), (token) => {
        const problems = tokenProblems("GITHUB_TOKEN", token);
        assert.ok(!JSON.stringify(problems).includes(JSON.stringify(token).slice(1, -1)));
        if (problems.length === 0) new Headers({ authorization: `token ${token}` });
      }),
    );
  });

  it("refuses what is none", () => {
    const wrong = [" ", "\nghp_abcdef", "ghp_abcdef\u000b", "ghp_a\nb", "ghp a", "ghp_\u00e9", "ghp_\u0000"];
    for (const token of wrong) {
      assert.deepEqual(tokenProblems("GITHUB_TOKEN", token), [
        {
          where: "GITHUB_TOKEN",
          expected: "a token, without spaces, line breaks or letters beyond ASCII",
          found: "something else, which is not shown, because it may be a secret",
          fix: "copy the token again, alone and whole",
        },
      ]);
    }
  });
});
