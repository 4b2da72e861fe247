import { RunError } from "@pulumi/pulumi";
import { UserError } from "../src/problems/user-error.js";

/**
 * Runs a part of the program, so that Pulumi prints only the message of a {@link UserError}.
 *
 * The stack is emptied, too: Pulumi renders every uncaught error with colours, and Node 20 takes half a minute to
 * colour a stack that runs through node_modules. Meanwhile no other promise of the program is served.
 *
 * @throws RunError in place of a UserError.
 */
export async function asRunError<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw Object.assign(new RunError(error.message), { stack: "" });
  }
}
