import { join } from "node:path";
import { execa } from "execa";
import { project } from "./directories.js";
import { UserError } from "../../src/problems/user-error.js";
import { stackName } from "./stack.js";

/** Where `npm run up` leaves the files of all systems' repositories, relative to the project. */
export const deliveredFolder = `.slipway/${stackName}/delivered`;

/**
 * Renders the files of every system's repository, with the stack's settings. In a process of its own, so that it can
 * run beside other steps.
 */
export async function renderDeliveredFiles(): Promise<void> {
  const program = join(project, "src", "cli", "slipway.mjs");
  const args = [program, "render", "--stack", stackName, "--out", deliveredFolder, "--json"];
  const result = await execa(process.execPath, args, { cwd: project, stdin: "ignore", reject: false });
  if (result.failed) {
    throw new UserError(
      [
        "The files of the systems' repositories could not be rendered:",
        ...result.stderr.trim().split("\n"),
      ].join("\n  "),
    );
  }
}
