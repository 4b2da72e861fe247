import { execa } from "execa";
import { report, runCommand, userError } from "./step-report.js";
import { setUpBuilds, setUpPulumi } from "./set-up.js";
import { ensureStack, localStack } from "./stack.js";

/**
 * `tsx tools/local/with.ts [--builds] -- COMMAND…`: runs a command with the environment of `npm run env`, after seeing
 * to Pulumi and its provider; with `--builds` also to the registry and the builder of stack local.
 */
void runCommand(async () => {
  const split = process.argv.indexOf("--");
  const [command, ...args] = split === -1 ? [] : process.argv.slice(split + 1);
  if (command === undefined) throw userError("Usage: tsx tools/local/with.ts [--builds] -- COMMAND…");
  const environment = await setUpPulumi("shared");
  if (process.argv.slice(2, split).includes("--builds")) {
    await ensureStack(await setUpPulumi("own"));
    await setUpBuilds(localStack());
  }
  report.say(`run: ${[command, ...args].join(" ")}`);
  const { exitCode } = await execa(command, args, { env: environment, stdio: "inherit", reject: false });
  return exitCode ?? 1;
});
