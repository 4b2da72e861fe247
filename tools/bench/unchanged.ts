import { join } from "node:path";
import { execa } from "execa";
import * as v from "valibot";
import { setUpPulumi } from "../local/set-up.js";
import { configurationFile, stackName, type Environment } from "../local/stack.js";
import { project } from "../local/directories.js";
import { atMost, compare, inTurn, median, precisely, type Figure } from "./figure.js";

const ROUNDS = 5;
const FLOOR_STACK = "bench";

const summary = v.object({ summaryEvent: v.object({ resourceChanges: v.record(v.string(), v.number()) }) });

/** `pulumi up` of stack `local` with nothing changed, against a stack with as many empty resources. */
export async function unchanged(): Promise<Figure[]> {
  await execa("npm", ["run", "--silent", "up"], { cwd: project, stdio: ["ignore", "ignore", "inherit"] });
  const environment = await setUpPulumi("own");
  const local = () => up(project, ["--stack", stackName, "--config-file", configurationFile], environment);
  const { resources } = await local();
  const floor = await floorStack({ ...environment, RESOURCES: String(resources - 1) });

  const [ours = [], empty = []] = await inTurn(ROUNDS, [local, floor.up]);
  await floor.remove();
  const time = (runs: typeof ours) => median(runs.map(({ seconds }) => seconds));
  const than = `for ${resources} empty resources`;
  const name = "`pulumi up` with nothing changed (0 builds)";
  return [compare(name, [time(ours), time(empty)], { unit: precisely, than, reach: atMost(1.3) })];
}

/** Brings the floor up once; the result brings it up again, and removes it. */
async function floorStack(environment: Environment) {
  const directory = join(__dirname, "programs", "empty-resources");
  await execa("pulumi", ["stack", "select", "--create", FLOOR_STACK], { cwd: directory, env: environment });
  const again = () => up(directory, ["--stack", FLOOR_STACK], environment, true);
  await again();
  const remove = () =>
    execa("pulumi", ["stack", "rm", "--yes", "--force", FLOOR_STACK], { cwd: directory, env: environment });
  return { up: again, remove };
}

/** Times one `pulumi up`. Throws if it changes anything. */
async function up(directory: string, args: readonly string[], environment: Environment, mayCreate = false) {
  const started = performance.now();
  const { stdout } = await execa("pulumi", ["up", "--yes", "--skip-preview", "--json", ...args], {
    cwd: directory,
    env: environment,
  });
  const seconds = (performance.now() - started) / 1000;
  const { same = 0, read = 0, ...changes } = summaryOf(stdout);
  if (!mayCreate && Object.keys(changes).length > 0) {
    throw new Error(`nothing should have changed, but: ${JSON.stringify(changes)}`);
  }
  return { seconds, resources: same + read };
}

function summaryOf(events: string): Record<string, number> {
  const found = events.split("\n").find((line) => line.includes('"summaryEvent"'));
  return v.parse(v.pipe(v.string(), v.parseJson(), summary), found).summaryEvent.resourceChanges;
}
