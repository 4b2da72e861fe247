import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { requireGo } from "../../../tools/local/go.js";
import { parts } from "../../../tools/local/parts.js";

describe("a machine without Go", () => {
  const path = process.env["PATH"] ?? "";
  afterEach(() => {
    process.env["PATH"] = path;
  });

  it("is told every way to get a part", async () => {
    process.env["PATH"] = tmpdir();
    await assert.rejects(
      requireGo(parts.pulumi),
      /pulumi 3\.256\.0 is not on PATH, .* Go is missing.\n.*install pulumi and pulumi-language-nodejs on PATH;\n.*or install Go/s,
    );
  });
});
