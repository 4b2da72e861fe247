import { deepEqual, equal } from "node:assert/strict";
import { nullspace } from "../../../../systems/nullspace/index.js";
import { dispatch, pullRequest, pushTag, pushTo } from "../../workflows/events.js";
import { execute } from "../../workflows/execute.js";
import {
  actionsOf,
  buildsOf,
  commandsOf,
  jobsOf,
  namesOf,
  ofBuilds,
  TRYING,
  workflowFile,
} from "../../workflows/seen.js";

const SERVICES = ["auth", "gateway", "node", "ops", "simulator", "website"];

/** What every service has of something: `JOB SERVICE` → value. */
function each<Value>(job: string, value: (service: string) => Value): Record<string, Value> {
  return Object.fromEntries(SERVICES.map((service) => [`${job} ${service}`, value(service)]));
}
const cells = (job: string) => Object.keys(each(job, String));

describe("Nullspace's workflow, executed", () => {
  const workflow = workflowFile(nullspace, "build-images.yml");
  const environment = {
    variables: { VITE_URL: "https://nullspace.example" },
    secrets: { VITE_URL: "unused", VITE_IDENTITY: "from a secret" },
  };
  const happen = (happening: Parameters<typeof execute>[1]) => execute(workflow, happening, environment);

  for (const [what, happening, tags, rest] of [
    ["main: under branch, latest and commit (N21, N24)", pushTo("main"), ["main", "latest"], "kept"],
    ["a release: under its git tag; no cache is read (N22, N29)", pushTag("v1.2.3"), ["v1.2.3"], "clean"],
    ["a branch, by hand: not as latest", dispatch("refs/heads/feature/x"), ["feature-x"], "kept"],
  ] as const) {
    it(`pushes the six services, each in a job of its own (N7), of ${what}`, async () => {
      const run = await happen(happening);
      deepEqual(jobsOf(run), cells("build"));
      const names = (service: string) => [...tags, "sha-0123456"].map((tag) => `nullspace-${service}:${tag}`);
      deepEqual(
        buildsOf(run),
        each("build", (service) => [["push", ...names(service), rest].join(" ")]),
      );
    });
  }

  it("gives the website alone the values of variables, of secrets else, and warns of the others (N14, N45)", async () => {
    const run = await happen(pushTo("main"));
    deepEqual(ofBuilds(run, "build-args"), {
      ...each("build", () => [undefined]),
      "build simulator": [["RUST_IMAGE=rust:1.83-slim-bookworm", "RUNTIME_IMAGE=debian:bookworm-slim"]],
      "build website": [["VITE_URL=https://nullspace.example", "VITE_IDENTITY=from a secret"]],
    });
    deepEqual(
      run.annotations.map((text) => text.split(": ").slice(0, 2).join(": ")),
      ["AUTH_URL", "AUTH_PROXY_URL", "STRIPE_TIERS", "STRIPE_PRICE_ID", "STRIPE_TIER"].map(
        (name) => `warning: VITE_${name} is not set`,
      ),
    );
  });

  it("signs each image by the digest that the build gave, and names that in the summary (N30)", async () => {
    const run = await happen(pushTo("main"));
    const signed = commandsOf(run, "cosign");
    equal(signed.length, SERVICES.length);
    for (const [index, service] of SERVICES.entries()) {
      const image = `ghcr.io/example/nullspace-${service}`;
      const [, digest = "?"] = /@(sha256:[0-9a-f]{64})$/.exec(signed[index] ?? "") ?? [];
      equal(signed[index], `build ${service}: sign --yes ${image}@${digest}`);
      equal(run.summary.includes(`### ${image}\n\nDigest: \`${digest}\``), true);
    }
  });

  for (const from of ["repository", "fork"] as const) {
    it(`only builds a pull request from a ${from}: no login, no push, no secret, no cache written (N6)`, async () => {
      const run = await happen(pullRequest({ from }));
      deepEqual(jobsOf(run), cells("pull-request"));
      deepEqual(actionsOf(run), TRYING);
      deepEqual(
        buildsOf(run),
        each("pull-request", () => ["try"]),
      );
      deepEqual(ofBuilds(run, "build-args")["pull-request website"], [
        [
          "VITE_URL=https://nullspace.example",
          "VITE_AUTH_URL=http://localhost:4000",
          "VITE_AUTH_PROXY_URL=http://localhost:4000",
          ...["IDENTITY", "STRIPE_TIERS", "STRIPE_PRICE_ID", "STRIPE_TIER"].map(
            (name) => `VITE_${name}=none`,
          ),
        ],
      ]);
    });
  }

  it("goes on with the other services when one fails", async () => {
    const run = await execute(workflow, pushTo("main"), {
      ...environment,
      play: (call) =>
        call.kind === "action" && call.matrix["id"] === "node" && "file" in call.inputs
          ? { stderr: "error: failed to solve\n", exitCode: 1 }
          : undefined,
    });
    deepEqual(namesOf(run), cells("build"));
    deepEqual(
      run.jobs.flatMap(({ matrix, result }) => (result === "failure" ? [matrix["id"]] : [])),
      ["node"],
    );
    equal(commandsOf(run, "cosign").length, 5);
  });
});
