import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import type { UserError } from "../../src/problems/user-error.js";
import { directories, project } from "./directories.js";
import { UpEvents } from "./events.js";
import { imageSize, imageTable } from "./images.js";
import { withLock } from "./lock.js";
import { elapsed } from "./quantities.js";
import { report, runCommand, userError } from "./step-report.js";
import { setUpEverything } from "./set-up.js";
import {
  configurationFile,
  ensureStack,
  isBroughtUp,
  localStack,
  recoverStack,
  stackName,
  type Environment,
} from "./stack.js";

/** Where the files of all systems' repositories are left, relative to the project. */
const deliveredFolder = `.slipway/${stackName}/delivered`;

const upStep = `pulumi up --stack ${stackName}`;

/** `npm run up`: everything from nothing to images in the local registry. Safe to run again at any time. */
void runCommand(() =>
  withLock(join(directories.state, "up.lock"), up, ({ pid }) => {
    report.note(`Another npm run up (process ${pid}) is at work; waiting for it.`);
  }),
);

async function up(): Promise<number> {
  const begun = Date.now();
  const configuration = localStack();
  const registry = configuration.registry.kind === "local" ? configuration.registry.address : "";
  report.expect(upStep, isBroughtUp() ? 15 : 240);
  const [environment] = await Promise.all([setUpEverything(configuration), renderDeliveredFiles()]);
  const stack = await ensureStack(environment);
  report.say(`stack ${stackName}: ${stack}`);
  for (const line of await recoverStack(environment)) report.note(`Recovered: ${line}.`);
  const events = await bringUp(environment);
  const rows = await Promise.all(
    events.images().map(async (image) => ({
      ...image,
      size: await imageSize(registry, image.reference, image.digest),
      buildTime: events.buildTime(image.digest),
    })),
  );
  console.log(imageTable(rows));
  report.say(`files for the systems' repositories: ${deliveredFolder}/<system>/`);
  report.say(
    `done in ${elapsed(Date.now() - begun)}; \`npm run env\` prints the variables for plain pulumi commands`,
  );
  return 0;
}

/**
 * Renders the files of every system's repository, with the stack's settings. In a process of its own, so that it can
 * run beside other steps.
 */
async function renderDeliveredFiles(): Promise<void> {
  const program = join(project, "src", "cli", "slipway.mjs");
  const args = [program, "render", "--stack", stackName, "--out", deliveredFolder, "--json"];
  const result = await execa(process.execPath, args, { cwd: project, stdin: "ignore", reject: false });
  if (!result.failed) return;
  const said = result.stderr.trim().split("\n");
  throw userError("The files of the systems' repositories could not be rendered:", ...said);
}

/** Runs `pulumi up` and tells of it as it goes. Throws a UserError with the errors of the program or a build. */
async function bringUp(environment: Environment): Promise<UpEvents> {
  const log = join(directories.logs, "pulumi-up.jsonl");
  await mkdir(directories.logs, { recursive: true });
  const events = new UpEvents();
  const run = async () => {
    const child = execa(
      "pulumi",
      ["up", "--json", "--yes", "--skip-preview", "--stack", stackName, "--config-file", configurationFile],
      { cwd: project, env: environment, stdin: "ignore", reject: false, buffer: { stdout: false } },
    );
    const copy = createWriteStream(log);
    for await (const line of createInterface({ input: child.stdout })) {
      copy.write(`${line}\n`);
      events.take(line, Date.now()).forEach(report.say);
    }
    copy.end();
    const result = await child;
    if (result.failed) throw upFailed(events.errors, result.stderr, log);
  };
  await report.step(upStep, run, () => events.stillWorking(Date.now()));
  return events;
}

function upFailed(errors: readonly string[], stderr: string, log: string): UserError {
  const lines = (errors.length > 0 ? errors.join("\n") : stderr).trim().split("\n");
  const full = lines.some((line) => /no space left on device/i.test(line));
  return userError(
    `pulumi up failed for stack ${stackName}:`,
    ...lines,
    ...(full ? ["Fix: the disk is full; free some space, then run `npm run up` again."] : []),
    `The whole course of it: ${log}`,
  );
}
