import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonPrograms } from "../../../tools/local/python.js";

describe("a machine without Python", () => {
  it("is told what is missing, and what the program said", async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-python-"));
    const requirements = join(folder, "requirements.txt");
    await writeFile(requirements, "# none\n");
    process.env["PYTHON"] = "false";
    await assert.rejects(
      pythonPrograms(requirements),
      /^UserError: Python 3 with its venv module is needed, and 'false -m venv' failed\.\n.*Fix: apt-get install python3-venv/s,
    );
    delete process.env["PYTHON"];
    await rm(folder, { recursive: true });
  });
});
