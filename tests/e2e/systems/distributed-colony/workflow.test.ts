import { deepEqual, equal, match } from "node:assert/strict";
import { distributedColony } from "../../../../systems/distributed-colony/index.js";
import { ECR_REGISTRY } from "../../workflows/answers.js";
import { dispatch, type Happening, pullRequest, pushTag, pushTo } from "../../workflows/events.js";
import { type Execution, execute } from "../../workflows/execute.js";
import {
  actionsOf,
  buildsOf,
  commandsOf,
  inputsOf,
  jobsOf,
  ofBuilds,
  TRYING,
  workflowFile,
} from "../../workflows/seen.js";
import type { Answer, Call } from "../../workflows/stage.js";

const COLONY = `${ECR_REGISTRY}/distributed-colony`;
const BASE = `${COLONY}-base`;
const DIGESTS = { base: `sha256:${"b".repeat(64)}`, colony: `sha256:${"c".repeat(64)}` };

/** An empty registry, and builds whose digests are known. */
function play(call: Call): Answer | undefined {
  if (call.kind === "program") {
    return call.args.includes("inspect")
      ? { stderr: `ERROR: ${call.args[2] ?? ""}: not found\n`, exitCode: 1 }
      : undefined;
  }
  if (call.action !== "docker/build-push-action") return undefined;
  return { outputs: { digest: call.inputs["file"] === "Docker/Dockerfile" ? DIGESTS.colony : DIGESTS.base } };
}

/** What tags were given: `REFERENCE = DIGEST`. */
function tagged(run: Execution): string[] {
  return commandsOf(run, "docker").flatMap((line) => {
    const [, reference = "", digest = ""] = / --tag (\S+) \S+@(\S+)$/.exec(line) ?? [];
    return reference === "" ? [] : [`${reference} = ${digest}`];
  });
}

describe("DistributedColony's workflow, executed", () => {
  const workflow = workflowFile(distributedColony, "images.yml");
  const variables = { AWS_REGION: "eu-west-1", AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/colony-push" };
  const happen = (happening: Happening) => execute(workflow, happening, { variables, play });

  describe("by a push to main", () => {
    let run: Execution;
    before(async () => {
      run = await happen(pushTo("main"));
    });

    it("takes on the role that the variables name; no key is stored (D41)", () => {
      deepEqual(jobsOf(run), ["publish"]);
      const [role] = inputsOf(run, "aws-actions/configure-aws-credentials")["publish"] ?? [];
      deepEqual([role?.["role-to-assume"], role?.["aws-region"]], [variables.AWS_ROLE_ARN, "eu-west-1"]);
      deepEqual(
        Object.keys(role ?? {}).filter((input) => input.includes("key")),
        [],
      );
    });

    it("signs the colony before any tag names it (D41)", () => {
      deepEqual(commandsOf(run, "cosign"), [`publish: sign --yes ${COLONY}@${DIGESTS.colony}`]);
      const programs = run.calls.flatMap((call) =>
        call.kind === "program" ? [[call.program, ...call.args].join(" ")] : [],
      );
      const signed = programs.findIndex((command) => command.startsWith("cosign"));
      const firstTag = programs.findIndex((command) => command.includes(" --tag "));
      equal(signed !== -1 && signed < firstTag, true);
    });

    it("tags both", () => {
      deepEqual(tagged(run), [
        `${BASE}:latest = ${DIGESTS.base}`,
        `${COLONY}:latest = ${DIGESTS.colony}`,
        `${COLONY}:sha-0123456 = ${DIGESTS.colony}`,
      ]);
    });
  });

  it("names a release after its version, builds it without a cache, and leaves latest and the base alone", async () => {
    const run = await happen(pushTag("v1.2.3"));
    deepEqual(jobsOf(run), ["publish"]);
    deepEqual(tagged(run), [
      `${COLONY}:1.2.3 = ${DIGESTS.colony}`,
      `${COLONY}:sha-0123456 = ${DIGESTS.colony}`,
    ]);
    deepEqual(buildsOf(run), { publish: ["try clean", "try"] });
  });

  it("only tries a pull request: no role, no login, no push, no cache written", async () => {
    const run = await happen(pullRequest({ from: "fork" }));
    deepEqual(jobsOf(run), ["pull-request"]);
    deepEqual(actionsOf(run), TRYING);
    deepEqual(buildsOf(run), { "pull-request": ["try", "try"] });
    const [layout, colony] = ofBuilds(run, "outputs")["pull-request"] ?? [];
    match(String(layout), /^type=oci,/);
    equal(colony, undefined);
  });

  it("publishes from a branch by hand under the commit alone", async () => {
    const run = await happen(dispatch("refs/heads/feature/x"));
    deepEqual(tagged(run), [`${COLONY}:sha-0123456 = ${DIGESTS.colony}`]);
  });

  it("stops when ECR does not answer, rather than take that for an absent tag", async () => {
    const run = await execute(workflow, pushTag("v1.2.3"), {
      variables,
      play: (call) =>
        call.kind === "program" ? { stderr: "ERROR: 503 Service Unavailable\n", exitCode: 1 } : play(call),
    });
    deepEqual(run.jobs[0]?.steps.at(-1), { name: "Find published image", result: "failure" });
    deepEqual(inputsOf(run, "docker/build-push-action"), {});
  });
});
