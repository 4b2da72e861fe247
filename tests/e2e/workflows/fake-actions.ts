import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  type ActionInterface,
  actionInterfaces,
  inputNames,
} from "../../../tools/checks/workflows/action-interfaces.js";

/** An input that only fakes have, by which act tells them the matrix. */
export const MATRIX_INPUT = "slipway-matrix";

const FAKE = join(__dirname, "fake.cjs");

/** Fakes for every pinned action and for some programs, in a folder. */
export interface FakeActions {
  /** `owner/repository@commit` → the folder that act takes for that repository. */
  readonly repositories: ReadonlyMap<string, string>;
  /** Folder of the programs, for PATH. */
  readonly programs: string;
}

/** Writes fakes with the inputs, defaults and outputs of what they stand for. All they do is ask the stage. */
export async function writeFakeActions(folder: string, programs: readonly string[]): Promise<FakeActions> {
  const repositories = new Map<string, string>();
  for (const [name, action] of Object.entries(actionInterfaces)) {
    const [owner = "", repository = "", ...path] = name.split("/");
    const root = join(folder, "actions", owner, repository);
    repositories.set(`${owner}/${repository}@${action.commit}`, root);
    await writeAction(join(root, ...path), name, action);
  }
  const bin = join(folder, "programs");
  await mkdir(bin, { recursive: true });
  for (const program of programs) {
    const file = join(bin, program);
    await writeFile(file, `#!${process.execPath}\nrequire("${FAKE}").program("${program}");\n`);
    await chmod(file, 0o755);
  }
  return { repositories, programs: bin };
}

async function writeAction(folder: string, name: string, action: ActionInterface): Promise<void> {
  await mkdir(folder, { recursive: true });
  const inputs = inputNames(action).map(
    (input) => [input, { default: action.defaults[input] ?? "" }] as const,
  );
  await writeFile(
    join(folder, "action.yml"),
    stringify({
      name: `Fake of ${name}`,
      inputs: { ...Object.fromEntries(inputs), [MATRIX_INPUT]: { default: "${{ toJSON(matrix) }}" } },
      outputs: Object.fromEntries(action.outputs.map((output) => [output, { description: "" }])),
      runs: { using: "node20", main: "main.js" },
    }),
  );
  await writeFile(join(folder, "main.js"), `require("${FAKE}").action("${name}");\n`);
}
