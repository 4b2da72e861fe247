import { runCommand } from "../../local/step-report.js";
import { describeFinding, validateWorkflows } from "./validate.js";

/** `tsx tools/checks/workflows/check-workflows.ts PROGRAMS FILE…`: one line per finding; exits with 1 if there is any. */
void runCommand(async () => {
  const [programs = "", ...files] = process.argv.slice(2);
  const findings = await validateWorkflows(files, programs);
  for (const finding of findings) console.log(describeFinding(finding));
  console.log(`${files.length} files, ${findings.length} findings`);
  return findings.length === 0 ? 0 : 1;
});
