import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { readConfiguration } from "../config/read.js";
import { readStackFile } from "../config/stack-file.js";
import { problemsOf } from "../plan/catalogue-problems.js";
import { makePlan } from "../plan/make-plan.js";
import { describeProblems } from "../plan/problem.js";
import { catalogue } from "../systems/index.js";

/** `npm run plan -- STACK [--json]`: prints everything a stack declares, with no engine, account, daemon or network. */
function main(): number {
  const { values, positionals } = parseArgs({
    options: { json: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [stack = "local"] = positionals;
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(file)) {
    console.error(
      `There is no stack '${stack}': ${file} does not exist. Name another, such as local or dev.`,
    );
    return 2;
  }
  const { configuration, problems } = readConfiguration(readStackFile(file), catalogue);
  const all = [...problems, ...problemsOf(configuration, catalogue)];
  if (all.length > 0) {
    console.error(describeProblems(all));
    return 1;
  }
  const plan = makePlan(configuration, catalogue, stack);
  // The plan shares values between places; as YAML it reads better with each written out.
  const text = values.json
    ? JSON.stringify(plan, undefined, 2)
    : stringify(plan, { aliasDuplicateObjects: false, lineWidth: 0 });
  console.log(text);
  return 0;
}

process.exitCode = main();
