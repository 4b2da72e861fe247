import { setUpPulumi } from "./set-up.js";
import { report, runCommand } from "./step-report.js";

/**
 * `npm run env`: prints shell commands that make plain `pulumi` work, for `eval "$(npm run --silent env)"`.
 * What it says besides goes to standard error.
 */
void runCommand(async () => {
  console.log = console.error;
  const environment = await setUpPulumi("shared");
  const lines = Object.entries(environment).map(([name, value]) =>
    value === undefined ? `unset ${name}` : `export ${name}=${shellQuote(value)}`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  report.say('for a shell: eval "$(npm run --silent env)"');
  return 0;
});

/** A value as one word of a POSIX shell. */
function shellQuote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
