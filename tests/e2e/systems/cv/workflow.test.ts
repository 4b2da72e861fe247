import { deepEqual, equal } from "node:assert/strict";
import { cv } from "../../../../systems/cv/index.js";
import { dispatch, type Happening, pullRequest, pushTag, pushTo, SHA } from "../../workflows/events.js";
import { type Execution, execute } from "../../workflows/execute.js";
import {
  actionsOf,
  commandsOf,
  inputsOf,
  jobsOf,
  namesOf,
  ofBuilds,
  workflowFile,
} from "../../workflows/seen.js";

const IMAGES = { prod: "cv", dev: "cv-dev", minimal: "cv-minimal" };
const KINDS = ["prod", "dev", "minimal"] as const;

/** What every image has of something: `JOB IMAGE` → value. */
function each<Value>(job: string, value: (kind: (typeof KINDS)[number]) => Value): Record<string, Value> {
  return Object.fromEntries(KINDS.map((kind) => [`${job} ${kind}`, value(kind)]));
}

const BUILT_AND_SCANNED = [
  ...Object.keys(each("build", String)),
  ...Object.keys(each("scan", String)),
].toSorted();

const references = (kind: (typeof KINDS)[number], ...tags: string[]) =>
  tags.map((tag) => `ghcr.io/example/${IMAGES[kind]}:${tag}`);

describe("CV's workflow, executed", () => {
  const workflow = workflowFile(cv, "docker.yml");
  const happen = (happening: Happening) => execute(workflow, happening);

  describe("by a push to main", () => {
    let run: Execution;
    before(async () => {
      run = await happen(pushTo("main"));
    });

    it("builds and scans the three images (C27)", () => {
      deepEqual(jobsOf(run), BUILT_AND_SCANNED);
      deepEqual(
        ofBuilds(run, "file"),
        each("build", (kind) => [`./docker/Dockerfile.${kind}`, `./docker/Dockerfile.${kind}`]),
      );
      deepEqual(
        ofBuilds(run, "platforms"),
        each("build", () => ["linux/amd64", "linux/amd64"]),
      );
    });

    it("tries each first, then pushes it under its commit and latest", () => {
      deepEqual(
        ofBuilds(run, "push"),
        each("build", () => ["false", "true"]),
      );
      deepEqual(
        ofBuilds(run, "tags"),
        each("build", (kind) => [
          [`${IMAGES[kind]}:candidate`],
          references(kind, "latest", `sha-${SHA}`, "sha-0123456"),
        ]),
      );
    });

    it("asks the prod image for its health before it is pushed (C19)", () => {
      const calls = run.calls.filter(({ job, matrix }) => job === "build" && matrix["id"] === "prod");
      const asked = calls.findIndex((call) => call.kind === "program" && call.program === "curl");
      const pushed = calls.findIndex((call) => call.kind === "action" && call.inputs["push"] === "true");
      equal(asked !== -1 && asked < pushed, true);
      deepEqual(
        commandsOf(run, "docker").map((line) => line.replace(/ --publish.*/, " …")),
        ["build prod: rm --force candidate", "build prod: run --detach --name candidate …"],
      );
      equal(commandsOf(run, "curl").join().endsWith(" http://localhost:3000/health"), true);
    });

    it("scans exactly what was pushed, each into a category of its own", () => {
      const signed = commandsOf(run, "cosign").map((line) =>
        line.replace(/^build (\w+): sign --yes /, "$1 "),
      );
      const scanned = Object.entries(inputsOf(run, "aquasecurity/trivy-action")).map(
        ([job, [scan]]) => `${job.replace("scan ", "")} ${String(scan?.["image-ref"])}`,
      );
      equal(signed.length, 3);
      deepEqual(scanned.toSorted(), signed);
      deepEqual(
        Object.values(inputsOf(run, "github/codeql-action/upload-sarif"))
          .flatMap((uploads) => uploads.map(({ category }) => category))
          .toSorted(),
        ["dev", "minimal", "prod"],
      );
    });
  });

  it("names a release after its version, built without what a cache may hold", async () => {
    const run = await happen(pushTag("v1.2.3"));
    deepEqual(jobsOf(run), BUILT_AND_SCANNED);
    deepEqual(
      ofBuilds(run, "tags"),
      each("build", (kind) => [
        [`${IMAGES[kind]}:candidate`],
        references(kind, "1.2.3", `sha-${SHA}`, "sha-0123456"),
      ]),
    );
    deepEqual(
      ofBuilds(run, "no-cache"),
      each("build", () => ["true", "false"]),
      "the second finds what the first built",
    );
    deepEqual(
      ofBuilds(run, "cache-to"),
      each("build", () => [undefined, undefined]),
    );
  });

  it("only tries a pull request: no login, no push, no cache written", async () => {
    const run = await happen(pullRequest({ from: "fork" }));
    deepEqual(jobsOf(run), Object.keys(each("pull-request", String)).toSorted());
    deepEqual(actionsOf(run), ["actions/checkout", "docker/build-push-action", "docker/setup-buildx-action"]);
    deepEqual(
      ofBuilds(run, "push"),
      each("pull-request", () => ["false"]),
    );
    deepEqual(
      ofBuilds(run, "cache-to"),
      each("pull-request", () => [undefined]),
    );
    equal(commandsOf(run, "curl").length, 1, "the prod image is asked for its health");
  });

  it("publishes from a branch by hand, and does not call that latest", async () => {
    const run = await happen(dispatch("refs/heads/feature/x"));
    deepEqual(ofBuilds(run, "tags")["build prod"]?.[1], references("prod", `sha-${SHA}`, "sha-0123456"));
  });

  it("does not push a prod image that is not healthy, and scans nothing", async () => {
    const run = await execute(workflow, pushTo("main"), {
      play: (call) => (call.kind === "program" && call.program === "curl" ? { exitCode: 22 } : undefined),
    });
    deepEqual(namesOf(run), Object.keys(each("build", String)).toSorted());
    deepEqual(ofBuilds(run, "push")["build prod"], ["false"]);
    equal(commandsOf(run, "docker").includes("build prod: logs candidate"), true, "it is told why");
  });
});
