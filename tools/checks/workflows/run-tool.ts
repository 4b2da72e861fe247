import { execa } from "execa";
import * as v from "valibot";
import { UserError } from "../../local/errors.js";

/**
 * Runs a validator and reads the JSON that it prints. Its exit status is not looked at: each has its own for "found
 * something", and one that could not do its work prints no JSON.
 *
 * @throws UserError with what it said where it printed anything else.
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
  throw new UserError(`${program} could not judge the workflow files; it said:`, [
    ...(stderr === "" ? stdout : stderr).split("\n").slice(0, 8),
  ]);
}
