import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../../src/delivery/temporary-folder.js";
import { pythonPrograms } from "../../../tools/local/python.js";

describe("a machine without Python", () => {
  it("is told what is missing, and what the program said", async () => {
    const requirements = join(temporaryFolder(), "requirements.txt");
    await writeFile(requirements, "# none\n");
    process.env["PYTHON"] = "false";
    await assert.rejects(
      pythonPrograms(requirements),
      /^UserError: Python 3 with its venv module is needed, and 'false -m venv' failed\.\n.*Fix: apt-get install python3-venv/s,
    );
    delete process.env["PYTHON"];
  });
});
