import { cp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../tools/local/directories.js";
import { fixtureCatalogue, fixtureFolder } from "../fixture-catalogue/index.js";

/** What the program is made of, beside its catalogue. */
const PROGRAM = ["index.ts", "Pulumi.yaml", "package.json", "tsconfig.json", "components", "src"];

/** The catalogue of the copy: of the made-up systems, one in ECR and three on GHCR. */
export const copiedCatalogue = fixtureCatalogue.filter(({ name }) => name !== "archive");

/**
 * Copies the program into a folder that is made for it, with made-up systems as its catalogue; tests work on copies, so
 * that the repository stays clean. The copy shares node_modules.
 *
 * @param stackFiles of the stacks that the copy is for, e.g. "Pulumi.dev.yaml".
 */
export async function copyProgram(folder: string, stackFiles: readonly string[] = []): Promise<void> {
  for (const part of [...PROGRAM, ...stackFiles]) {
    await cp(join(project, part), join(folder, part), { recursive: true });
  }
  const systems = join(folder, "systems");
  await cp(join(fixtureFolder, "systems"), systems, { recursive: true });
  for (const file of await readdir(systems, { recursive: true })) {
    if (!file.endsWith(".ts")) continue;
    const text = await readFile(join(systems, file), "utf8");
    await writeFile(join(systems, file), text.replaceAll("../../../../src/", "../../src/"));
  }
  const names = copiedCatalogue.map(({ name }) => name);
  const imports = names.map((name) => `import { ${name} } from "./${name}/index.js";\n`);
  await writeFile(
    join(systems, "index.ts"),
    `${imports.join("")}export const catalogue = [${names.join(", ")}];\n`,
  );
  await symlink(join(project, "node_modules"), join(folder, "node_modules"));
}
