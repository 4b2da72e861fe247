import { RunError } from "@pulumi/pulumi";

/**
 * A mistake that the user can fix. Pulumi prints its message alone, without a stack.
 *
 * The stack is emptied, too: Pulumi renders every uncaught error with colours, and Node 20 takes half a minute to
 * colour a stack that runs through node_modules. Meanwhile no other promise of the program is served.
 */
export class UserError extends RunError {
  constructor(message: string) {
    super(message);
    this.stack = "";
  }
}
