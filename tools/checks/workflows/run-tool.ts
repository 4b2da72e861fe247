import { execa } from "execa";
import * as v from "valibot";
import { UserError } from "../../../src/problems/user-error.js";

/**
 * Runs a validator and parses its JSON. Ignores its exit status: each has its own for findings, and one that fails
 * prints no JSON.
 *
 * @throws UserError with its output if that is not JSON.
 */
export async function runTool<Schema extends v.GenericSchema>(
  program: string,
  args: readonly string[],
  output: Schema,
): Promise<v.InferOutput<Schema>> {
  const { stdout, stderr } = await execa(program, args, {
    reject: false,
    stdin: "ignore",
    preferLocal: true,
  });
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), output), stdout);
  if (result.success) return result.output;
  throw new UserError(
    [
      `${program} could not check the workflow files; its output:`,
      ...(stderr === "" ? stdout : stderr).split("\n").slice(0, 8),
    ].join("\n  "),
  );
}
