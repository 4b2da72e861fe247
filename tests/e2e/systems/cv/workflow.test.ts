import { deepEqual, equal } from "node:assert/strict";
import { cv } from "../../../../systems/cv/index.js";
import { dispatch, pullRequest, pushTag, pushTo, SHA } from "../../workflows/events.js";
import { execute } from "../../workflows/execute.js";
import {
  actionsOf,
  buildsOf,
  commandsOf,
  inputsOf,
  jobsOf,
  namesOf,
  TRYING,
  workflowFile,
} from "../../workflows/seen.js";

const IMAGES = { dev: "cv-dev", minimal: "cv-minimal", prod: "cv" };

/** What every image has of something: `JOB KIND` → value. */
function each<Value>(job: string, value: (image: string) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(IMAGES).map(([kind, image]) => [`${job} ${kind}`, value(image)]));
}
const cells = (job: string) => Object.keys(each(job, String));
const pushed = (image: string, ...tags: string[]) =>
  ["push", ...[...tags, `sha-${SHA}`, "sha-0123456"].map((tag) => `${image}:${tag}`)].join(" ");

describe("CV's workflow, executed", () => {
  const workflow = workflowFile(cv, "docker.yml");

  for (const [what, happening, builds] of [
    [
      "main: each is tried, then pushed under its commit and latest",
      pushTo("main"),
      (image: string) => [`try ${image}:candidate`, `${pushed(image, "latest")} kept`],
    ],
    [
      "a release: without what a cache may hold; the push finds what was tried",
      pushTag("v1.2.3"),
      (image: string) => [`try ${image}:candidate clean`, pushed(image, "1.2.3")],
    ],
    [
      "a branch, by hand: not as latest",
      dispatch("refs/heads/feature/x"),
      (image: string) => [`try ${image}:candidate`, `${pushed(image)} kept`],
    ],
  ] as const) {
    it(`builds and scans the three images (C27) of ${what}`, async () => {
      const run = await execute(workflow, happening);
      deepEqual(jobsOf(run), [...cells("build"), ...cells("scan")]);
      deepEqual(buildsOf(run), each("build", builds));
    });
  }

  it("asks the prod image for its health before it is pushed (C19), and scans exactly what was pushed", async () => {
    const run = await execute(workflow, pushTo("main"));
    const calls = run.calls.filter(({ job, matrix }) => job === "build" && matrix["id"] === "prod");
    const asked = calls.findIndex((call) => call.kind === "program" && call.program === "curl");
    const push = calls.findIndex((call) => call.kind === "action" && call.inputs["push"] === "true");
    equal(asked !== -1 && asked < push, true);
    equal(commandsOf(run, "curl").join().endsWith(" http://localhost:3000/health"), true);

    const signed = commandsOf(run, "cosign").map((line) => line.replace(/^build (\w+): sign --yes /, "$1 "));
    const scanned = Object.entries(inputsOf(run, "aquasecurity/trivy-action")).map(
      ([job, [scan]]) => `${job.replace("scan ", "")} ${String(scan?.["image-ref"])}`,
    );
    equal(signed.length, 3);
    deepEqual(scanned.toSorted(), signed);
    const uploads = Object.values(inputsOf(run, "github/codeql-action/upload-sarif")).flat();
    deepEqual(uploads.map(({ category }) => category).toSorted(), Object.keys(IMAGES));
  });

  it("only tries a pull request: no login, no push, no cache written", async () => {
    const run = await execute(workflow, pullRequest({ from: "fork" }));
    deepEqual(jobsOf(run), cells("pull-request"));
    deepEqual(actionsOf(run), TRYING);
    deepEqual(
      buildsOf(run),
      each("pull-request", (image) => [`try ${image}:candidate`]),
    );
    equal(commandsOf(run, "curl").length, 1, "the prod image is asked for its health");
  });

  it("does not push a prod image that is not healthy, and scans nothing", async () => {
    const run = await execute(workflow, pushTo("main"), {
      play: (call) => (call.kind === "program" && call.program === "curl" ? { exitCode: 22 } : undefined),
    });
    deepEqual(namesOf(run), cells("build"));
    deepEqual(buildsOf(run)["build prod"], ["try cv:candidate"]);
    equal(commandsOf(run, "docker").includes("build prod: logs candidate"), true, "it is told why");
  });
});
