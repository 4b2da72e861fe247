import { RunError } from "@pulumi/pulumi";
import type { BaseImage } from "../plan/system.js";

/** A base image that has to be on this machine is not (D32). One line; Pulumi prints it without a stack. */
export class MissingBaseError extends RunError {
  constructor({ name, buildCommand }: Pick<BaseImage, "name" | "buildCommand">) {
    super(`Base image '${name}' not found locally. Please build it first: ${buildCommand}`);
  }
}
