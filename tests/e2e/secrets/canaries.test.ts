import { deepEqual, ok } from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { Canaries, formsOf } from "./canaries.js";

describe("the search for canaries", () => {
  const canaries = new Canaries();
  const secret = canaries.plant("here");
  canaries.plant("elsewhere");

  it("finds one in whatever text, in base64 too, in both alphabets (property)", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
        const text = before + secret + after;
        for (const encoding of ["utf8", "base64", "base64url", "hex"] as const) {
          deepEqual(canaries.in(Buffer.from(text).toString(encoding)), ["here 0"]);
        }
        deepEqual(canaries.in(encodeURIComponent(secret)), ["here 0"]);
        deepEqual(canaries.in(gzipSync(text)), ["here 0"]);
      }),
    );
  });

  it("finds none where there is none", () => {
    deepEqual(canaries.in(secret.slice(0, -2)), []);
    deepEqual(canaries.in(secret.toUpperCase()), []);
    ok(formsOf("a secret of the tests").every((form) => form.length >= 20));
  });

  it("looks into every file of a folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-canaries-"));
    await writeFile(join(folder, "state.json"), `{"password":"${secret}"}`);
    await writeFile(join(folder, "sources"), secret);
    const found = await canaries.inFolder(folder, (path) => path.endsWith("sources"));
    await rm(folder, { recursive: true });
    deepEqual(found, [`${join(folder, "state.json")}: here 0`]);
  });
});
