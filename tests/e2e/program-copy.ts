import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../tools/local/directories.js";

/** What the program is made of. */
const PROGRAM = ["index.ts", "Pulumi.yaml", "package.json", "tsconfig.json", "components", "src", "systems"];

/**
 * Copies the program into a folder that is made for it; tests work on copies, so that the repository stays clean.
 * The copy shares node_modules.
 *
 * @param stackFiles of the stacks that the copy is for, e.g. "Pulumi.dev.yaml".
 */
export async function copyProgram(folder: string, stackFiles: readonly string[] = []): Promise<void> {
  for (const part of [...PROGRAM, ...stackFiles]) {
    await cp(join(project, part), join(folder, part), { recursive: true });
  }
  await symlink(join(project, "node_modules"), join(folder, "node_modules"));
}
