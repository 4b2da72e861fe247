import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { globSync } from "tinyglobby";

/** Words of the project's former dialect → today's. */
const OLD_WORDS = {
  handover: "base image source",
  "stand-in": "substitute image (of a base), fake (in a test)",
  desk: "local build, workstation",
  setback: "lookup error",
  occasion: "trigger, scenario",
  cure: "fix",
  "gone by": "used if set",
  "otherwise has": "differs",
};

/** Files that may name a former word. */
const ALLOWED: readonly string[] = [
  "components/stack-memory.ts", // reads the stack output of that name
];

/** Whether a file is, or tests, a system that was taken out of the project. */
function isOfAbsentSystem(file: string): boolean {
  const [, name] = /^(?:systems|tests\/(?:systems|e2e\/systems|images|golden))\/([\w-]+)\//.exec(file) ?? [];
  return name !== undefined && !existsSync(`systems/${name}`);
}

const pages = globSync(["README.md", "docs/*.md"]);

describe("README and docs", () => {
  for (const page of pages) {
    it(`${page} names only files that exist`, () => {
      const text = readFileSync(page, "utf8");
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to = ""]) =>
        path.join(path.dirname(page), to),
      );
      const paths = [...text.matchAll(/`((?:src|components|systems|tests|tools|docs)\/[\w./-]+)`/g)];
      const named = [...links, ...paths.map(([, file = ""]) => file)];
      assert.deepEqual(
        named.filter((file) => !existsSync(file) && !isOfAbsentSystem(file)),
        [],
      );
    });
  }
});

describe("the field's words (words.md)", () => {
  const sources = globSync(
    [...pages, "index.ts", "{src,components,tools}/**/*.{ts,mjs}", "systems/*/*.ts", "Pulumi*.yaml"],
    { ignore: ["**/node_modules/**"] },
  );
  for (const [word, instead] of Object.entries(OLD_WORDS)) {
    it(`stand for "${word}": ${instead}`, () => {
      const pattern = new RegExp(String.raw`\b${word}s?\b`, "i");
      assert.deepEqual(
        sources.filter((file) => !ALLOWED.includes(file) && pattern.test(readFileSync(file, "utf8"))),
        [],
      );
    });
  }
});
