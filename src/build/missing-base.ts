import type { BaseReference } from "../catalogue/image.js";
import { UserError } from "../problems/user-error.js";

/** A base image that has to be on this machine is not (D32). One line. */
export class MissingBaseError extends UserError {
  constructor({ name, buildCommand }: Pick<BaseReference, "name" | "buildCommand">) {
    super(`Base image '${name}' not found locally. Please build it first: ${buildCommand}`);
  }
}
