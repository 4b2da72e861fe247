import { expressionReader } from "../../src/pipeline/expression-reader.js";
import { requiredChecks } from "../../src/plan/settings/required-checks.js";
import type { System } from "../../src/catalogue/system.js";
import { workflowsOf } from "../src/pipeline/catalogue.js";

/** The names of the checks that pull requests of a system's repository wait for. */
export async function requiredChecksOf(system: System): Promise<readonly string[]> {
  return requiredChecks(workflowsOf(system), "main", await expressionReader()).required;
}
