import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { globSync } from "tinyglobby";
import { groupBy } from "../src/catalogue/group-by.js";

/** The program's own sources; what systems deliver, and samples, are not. */
const sources = globSync(
  ["src", "components", "tools", "systems"].map((room) => `${room}/**/*.ts`),
  {
    ignore: ["systems/*/{files,sample}/**"],
  },
)
  .toSorted()
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(function\*?|class|const|interface|type|enum) (\w+)(.*)/gm;

/** What has more than one source: [name, files]. */
function shared(pairs: readonly (readonly [name: string, file: string])[]) {
  return [...groupBy(pairs, ([name]) => name)]
    .map(([name, group]) => [name, [...new Set(group.map(([, file]) => file))]] as const)
    .filter(([, files]) => files.length > 1);
}

describe("the sources", () => {
  it("export no name twice", () => {
    const names = sources.flatMap(({ file, text }) =>
      [...text.matchAll(EXPORTED)].map(([, , name = ""]) => [name, file] as const),
    );
    assert.ok(names.length > 500, "exports were found at all");
    assert.deepEqual(shared(names), []);
  });

  it("call no two files alike, but for the entries of folders; each system has its own names", () => {
    const files = sources
      .filter(({ file }) => !/^tools\/bench\/programs\/|^systems\//.test(file))
      .map(({ file }) => [path.basename(file), file] as const);
    assert.deepEqual(
      shared(files).filter(([name]) => name !== "index.ts"),
      [],
    );
  });

  it("have their tests at the same path: every file that exports a function or a class", () => {
    const untested = sources.filter(
      ({ file, text }) =>
        // The bench is a test of its own, and systems are tested by their workflows and images.
        !/^tools\/bench\/|^systems\/|(?:^|\/)index\.ts$/.test(file) &&
        [...text.matchAll(EXPORTED)].some(
          ([, kind = "", , rest = ""]) =>
            /^(?:function|class)/.test(kind) || (kind === "const" && rest.includes("=>")),
        ) &&
        !existsSync(`tests/${file.replace(/\.ts$/, ".test.ts")}`),
    );
    assert.deepEqual(
      untested.map(({ file }) => file),
      [],
    );
  });
});
