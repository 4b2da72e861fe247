import assert from "node:assert/strict";
import { execa } from "execa";
import * as v from "valibot";
import { accessPages } from "./access-page.js";

/** Runs the command with nothing in its environment but where programs are. */
function access(...args: string[]) {
  return execa(process.execPath, ["--require", "tsx/cjs", "src/cli/slipway.ts", "access", ...args], {
    env: { PATH: process.env["PATH"] },
    extendEnv: false,
    reject: false,
  });
}

const rows = v.array(
  v.strictObject({
    system: v.string(),
    who: v.string(),
    ref: v.string(),
    event: v.string(),
    repositories: v.array(v.string()),
    right: v.picklist(["push", "pull", "none"]),
    by: v.string(),
  }),
);

describe("slipway access", () => {
  it("prints the table of rights in docs/access.md; docs/repository-settings.md has a token's permissions (`npm run generate`)", async () => {
    const pages = await accessPages();
    assert.ok(pages[0]?.expected.includes("role slipway-distributed-colony-push"));
    for (const { found, expected } of pages) assert.equal(found, expected);
  });

  it("gives the rows of a stack to programs, with an empty environment", async () => {
    const { stdout, exitCode } = await access("dev", "--json");
    assert.equal(exitCode, 0);
    const [first] = v.parse(rows, JSON.parse(stdout));
    assert.deepEqual(first, {
      system: "cv",
      who: "example/cv",
      ref: "branch main",
      event: "push",
      repositories: ["ghcr.io/example/cv", "ghcr.io/example/cv-dev", "ghcr.io/example/cv-minimal"],
      right: "push",
      by: "job build",
    });
  });

  it("prints a table, of production where no stack is named", async () => {
    const [usual, named] = await Promise.all([access(), access("prod")]);
    assert.equal(usual.stdout, named.stdout);
    assert.match(usual.stdout, /^cv\n {2}ghcr\.io\/example\/cv\n/);
  });

  it("names a stack that does not exist", async () => {
    const { stderr, exitCode } = await access("nowhere");
    assert.equal(exitCode, 2);
    assert.match(stderr, /found: {4}"nowhere"/);
  });
});
