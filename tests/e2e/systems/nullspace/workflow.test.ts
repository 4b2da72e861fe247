import { deepEqual, equal } from "node:assert/strict";
import { nullspace } from "../../../../systems/nullspace/index.js";
import { dispatch, pullRequest, pushTag, pushTo } from "../../workflows/events.js";
import { type Execution, execute } from "../../workflows/execute.js";
import { actionsOf, commandsOf, jobsOf, namesOf, ofBuilds, workflowFile } from "../../workflows/seen.js";

const SERVICES = ["simulator", "node", "gateway", "auth", "website", "ops"];

/** What every service has of something: `JOB SERVICE` → value. */
function each<Value>(job: string, value: (service: string) => Value): Record<string, Value> {
  return Object.fromEntries(SERVICES.map((service) => [`${job} ${service}`, value(service)]));
}

/** References of a service's image. */
const tags = (service: string, ...names: string[]) => [
  names.map((name) => `ghcr.io/example/nullspace-${service}:${name}`),
];

const PUBLISHING = [
  "actions/checkout",
  "docker/build-push-action",
  "docker/login-action",
  "docker/metadata-action",
  "docker/setup-buildx-action",
  "sigstore/cosign-installer",
];

describe("Nullspace's workflow, executed", () => {
  const workflow = workflowFile(nullspace, "build-images.yml");
  const environment = {
    variables: { VITE_URL: "https://nullspace.example" },
    secrets: { VITE_URL: "unused", VITE_IDENTITY: "from a secret" },
  };
  const happen = (happening: Parameters<typeof execute>[1]) => execute(workflow, happening, environment);

  describe("by a push to main", () => {
    let run: Execution;
    before(async () => {
      run = await happen(pushTo("main"));
    });

    it("builds the six services, each in a job of its own (N7)", () => {
      deepEqual(jobsOf(run), Object.keys(each("build", String)).toSorted());
      deepEqual(actionsOf(run), PUBLISHING);
    });

    it("pushes, under branch, latest and commit (N21, N24)", () => {
      deepEqual(
        ofBuilds(run, "push"),
        each("build", () => ["true"]),
      );
      deepEqual(
        ofBuilds(run, "tags"),
        each("build", (service) => tags(service, "main", "latest", "sha-0123456")),
      );
    });

    it("gives the website alone the values of variables, of secrets else, and warns of the others (N14, N45)", () => {
      deepEqual(ofBuilds(run, "build-args"), {
        ...each("build", () => [undefined]),
        "build simulator": [["RUST_IMAGE=rust:1.83-slim-bookworm", "RUNTIME_IMAGE=debian:bookworm-slim"]],
        "build website": [["VITE_URL=https://nullspace.example", "VITE_IDENTITY=from a secret"]],
      });
      deepEqual(
        run.annotations.map((text) => text.split(": ").slice(0, 2).join(": ")),
        [
          "warning: VITE_AUTH_URL is not set",
          "warning: VITE_AUTH_PROXY_URL is not set",
          "warning: VITE_STRIPE_TIERS is not set",
          "warning: VITE_STRIPE_PRICE_ID is not set",
          "warning: VITE_STRIPE_TIER is not set",
        ],
      );
    });

    it("signs each image by the digest that the build gave, and names that in the summary (N30)", () => {
      const signed = commandsOf(run, "cosign").map((command) => command.replace(/[0-9a-f]{64}$/, "…"));
      deepEqual(
        signed,
        SERVICES.map(
          (service) => `build ${service}: sign --yes ghcr.io/example/nullspace-${service}@sha256:…`,
        ).toSorted(),
      );
      for (const service of SERVICES) {
        const [, digest = "?"] =
          new RegExp(`nullspace-${service}@(sha256:.*)`).exec(commandsOf(run, "cosign").join("\n")) ?? [];
        equal(
          run.summary.includes(`### ghcr.io/example/nullspace-${service}\n\nDigest: \`${digest}\``),
          true,
        );
      }
    });
  });

  it("names a release after its git tag, and reads no cache for it (N22, N29)", async () => {
    const run = await happen(pushTag("v1.2.3"));
    deepEqual(jobsOf(run), Object.keys(each("build", String)).toSorted());
    deepEqual(
      ofBuilds(run, "tags"),
      each("build", (service) => tags(service, "v1.2.3", "sha-0123456")),
    );
    deepEqual(
      ofBuilds(run, "no-cache"),
      each("build", () => ["true"]),
    );
    deepEqual(
      ofBuilds(run, "cache-to"),
      each("build", () => [undefined]),
    );
  });

  for (const from of ["repository", "fork"] as const) {
    it(`only builds a pull request from a ${from}: no login, no push, no secret, no cache written (N6)`, async () => {
      const run = await happen(pullRequest({ from }));
      deepEqual(jobsOf(run), Object.keys(each("pull-request", String)).toSorted());
      deepEqual(actionsOf(run), [
        "actions/checkout",
        "docker/build-push-action",
        "docker/setup-buildx-action",
      ]);
      deepEqual(
        ofBuilds(run, "push"),
        each("pull-request", () => ["false"]),
      );
      deepEqual(
        ofBuilds(run, "cache-to"),
        each("pull-request", () => [undefined]),
      );
      deepEqual(ofBuilds(run, "build-args")["pull-request website"], [
        [
          "VITE_URL=https://nullspace.example",
          "VITE_AUTH_URL=http://localhost:4000",
          "VITE_AUTH_PROXY_URL=http://localhost:4000",
          "VITE_IDENTITY=none",
          "VITE_STRIPE_TIERS=none",
          "VITE_STRIPE_PRICE_ID=none",
          "VITE_STRIPE_TIER=none",
        ],
      ]);
    });
  }

  it("publishes from a branch by hand, and does not call that latest", async () => {
    const run = await happen(dispatch("refs/heads/feature/x"));
    deepEqual(
      ofBuilds(run, "tags"),
      each("build", (service) => tags(service, "feature-x", "sha-0123456")),
    );
  });

  it("goes on with the other services when one fails", async () => {
    const run = await execute(workflow, pushTo("main"), {
      ...environment,
      play: ({ kind, matrix, ...call }) =>
        kind === "action" && matrix["id"] === "node" && "inputs" in call && "file" in call.inputs
          ? { stderr: "error: failed to solve\n", exitCode: 1 }
          : undefined,
    });
    deepEqual(namesOf(run), Object.keys(each("build", String)).toSorted());
    deepEqual(
      run.jobs.flatMap(({ matrix, result }) => (result === "failure" ? [matrix["id"]] : [])),
      ["node"],
    );
    equal(commandsOf(run, "cosign").length, 5);
  });
});
