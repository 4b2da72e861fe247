import { deepEqual, equal } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actionInterfaces } from "../../../tools/checks/workflows/action-interfaces.js";
import { catalogue } from "../../../systems/index.js";
import { deliveredFiles } from "../../../src/delivery/delivered-files.js";
import { writeFiles } from "../local/catalogue.js";
import { useTeardown } from "../local/teardown.js";
import { resolved } from "../../src/plan/fixtures.js";
import { type Happening, OWNER, pullRequest, pushTo } from "../workflows/events.js";
import { type Execution, execute, TOKEN } from "../workflows/execute.js";
import { jobsOf } from "../workflows/seen.js";
import type { Answer, Call } from "../workflows/stage.js";

/** Inputs that actions fill with the job's token by themselves, to ask GitHub's own API. */
const OWN = Object.entries(actionInterfaces).flatMap(([name, { defaults }]) =>
  Object.keys(defaults).flatMap((input) =>
    defaults[input]?.includes("github.token") === true ? [`${name}: ${input}`] : [],
  ),
);

/** Every other place that the token reached: `ACTION: INPUT`, `PROGRAM: arguments`, `…: variable NAME`. */
function reached({ calls }: Execution): string[] {
  const places = calls.flatMap((call) => {
    const named = call.kind === "action" ? call.inputs : { arguments: call.args.join(" ") };
    const name = call.kind === "action" ? call.action : call.program;
    const holds = (values: Readonly<Record<string, string>>) =>
      Object.keys(values).filter((key) => values[key]?.includes(TOKEN));
    return [
      ...holds(named).map((input) => `${name}: ${input}`),
      ...holds(call.env).map((variable) => `${name}: variable ${variable}`),
    ];
  });
  return [...new Set(places)].filter((place) => !OWN.includes(place)).toSorted();
}

/** Lets every workflow get to its end: what it asks Docker for is answered, and no tag is taken yet. */
function play(call: Call): Answer | undefined {
  if (call.kind === "action" || call.program !== "docker") return undefined;
  if (call.args.includes("{{.Manifest.Digest}}")) return { stdout: `sha256:${"1".repeat(64)}\n` };
  if (call.args.includes("imagetools") && call.args.includes("inspect"))
    return { stderr: "ERROR: not found\n", exitCode: 1 };
  return { stdout: "1\n" };
}

describe("the job's token (user pains 14 and 16)", () => {
  const teardown = useTeardown();
  let sources: string;
  before(async () => {
    sources = await mkdtemp(join(tmpdir(), "slipway-token-"));
    teardown(() => rm(sources, { recursive: true }));
    await writeFiles(sources, { "scripts/test-ci-base.sh": "true\n" });
  });
  for (const system of catalogue) {
    const workflows = deliveredFiles(resolved(system, { owner: OWNER })).filter(({ path }) =>
      path.startsWith(".github/workflows/"),
    );
    for (const { path, content } of workflows) {
      const happen = (happening: Happening) => execute(content.toString(), happening, { sources, play });

      it(`${system.name}, ${path}: reaches nothing but actions' own inputs in a pull request`, async () => {
        const run = await happen(pullRequest({ from: "fork" }));
        equal(jobsOf(run).length > 0, true);
        deepEqual(reached(run), []);
      });

      it(`${system.name}, ${path}: reaches the login besides, when main is published, and no log`, async () => {
        const run = await happen(pushTo("main"));
        equal(jobsOf(run).length > 0, true);
        const login = system.registry === "ghcr" ? ["docker/login-action: password"] : [];
        deepEqual(reached(run), login);
        equal(run.text.includes(TOKEN) || run.summary.includes(TOKEN), false);
      });
    }
  }
});
