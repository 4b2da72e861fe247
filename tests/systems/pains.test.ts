import assert from "node:assert/strict";
import { workflowsOf } from "../src/pipeline/catalogue.js";
import { buildsIn, jobsOf, type PlacedJob, pushes } from "../src/pipeline/placed-jobs.js";
import { resolver, type Resolve } from "../src/pipeline/resolve.js";
import { everyJob, everyRepository, everySystem } from "./every-repository.js";

const DOCKER_HUB_MIRROR = "mirror.gcr.io";

/** What `cache-to` is in each cell, an entry each, for a push to a branch. */
function cachesWritten({ job }: PlacedJob, resolve: Resolve, event = "push"): string[] {
  const github = { ref_type: "branch", event_name: event, repository: "acme/shop", repository_owner: "acme" };
  const cells = job.strategy?.matrix.include ?? [{}];
  return cells.flatMap((matrix) =>
    buildsIn(job).flatMap((step) =>
      resolve(String(step.with?.["cache-to"] ?? ""), {
        github,
        matrix,
        steps: { image: { outputs: { name: "ghcr.io/acme/shop" } } },
      })
        .split("\n")
        .filter((entry) => entry !== "" && entry !== "type=inline"),
    ),
  );
}

/** Jobs that can start for a pull request: all but those that say otherwise, here or in a job they need. */
function forPullRequests(jobs: readonly PlacedJob[]): PlacedJob[] {
  const excluded = new Set(
    jobs
      .filter(({ job }) => job.if?.startsWith("github.event_name != 'pull_request'"))
      .map(({ where }) => where),
  );
  return jobs.filter(({ where, job }) => {
    const file = where.slice(0, where.lastIndexOf(", "));
    return !excluded.has(where) && !(job.needs ?? []).some((need) => excluded.has(`${file}, ${need}`));
  });
}

describe("what users of other tools complain about", () => {
  it("pain 6: no two jobs write one cache, and none that a pull request starts writes any", async () => {
    const resolve = await resolver();
    const written = everyRepository.map(({ name, workflows }) =>
      jobsOf(name, workflows).flatMap((job) => cachesWritten(job, resolve)),
    );
    for (const caches of written) assert.deepEqual(caches, [...new Set(caches)]);
    assert.ok(written.flat().length >= 4, "caches were found at all");
    const tried = forPullRequests(everyJob());
    assert.ok(tried.length >= 6, "jobs for pull requests were found at all");
    assert.deepEqual(
      tried.flatMap((job) => cachesWritten(job, resolve, "pull_request")),
      [],
    );
  });

  it("pain 7: a cache that cannot be kept fails no build and holds none up", async () => {
    const resolve = await resolver();
    for (const entry of everyJob().flatMap((job) => cachesWritten(job, resolve))) {
      const options = entry.split(",");
      assert.ok(options.includes("ignore-error=true"), entry);
      // A time limit is the gha cache's alone: BuildKit knows none for a registry.
      if (options.includes("type=gha")) assert.ok(options.includes("timeout=10m"), entry);
    }
  });

  it("pain 8: every published image has attestations, and they say nothing of build arguments", () => {
    const bases = new Set(
      everySystem.flatMap(({ images }) =>
        images.flatMap(({ base }) => images.find(({ id }) => id === base?.image)?.dockerfile ?? []),
      ),
    );
    const pushed = everyJob()
      .flatMap(({ job }) => buildsIn(job))
      .filter(pushes)
      // A base is run by nothing: without attestations its digest is that of the layout it was built from.
      .filter(({ with: inputs = {} }) => !bases.has(String(inputs["file"])));
    assert.ok(pushed.length >= 4, "pushes were found at all");
    for (const { with: inputs = {} } of pushed) {
      assert.deepEqual([inputs["provenance"], inputs["sbom"]], ["mode=min", true]);
    }
  });

  it("pain 14: a pull request reaches no right to write, no secret and no push", () => {
    for (const { where, job } of forPullRequests(everyJob())) {
      assert.deepEqual(
        Object.entries(job.permissions).filter(([, access]) => access !== "read"),
        [],
        where,
      );
      assert.equal(/\bsecrets\b|github\.token/.test(JSON.stringify(job)), false, where);
      assert.deepEqual(buildsIn(job).filter(pushes), [], where);
    }
    for (const { text } of everyJob()) assert.equal(text.includes("pull_request_target"), false);
  });

  it("pain 18: every action is pinned to a commit, with its version beside it", () => {
    const lines = everyJob().flatMap(({ text }) => text.split("\n").filter((line) => /\buses:/.test(line)));
    assert.ok(lines.length > 20, "actions were found at all");
    for (const line of lines)
      assert.match(line, /^ +uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+(?:\.\d+)*$/);
  });

  it("pain 21: no cache is kept in ECR, but as ECR takes it", async () => {
    const resolve = await resolver();
    const kept = everySystem
      .filter(({ registry }) => registry === "ecr")
      .flatMap((found) => jobsOf(found.name, workflowsOf(found)))
      .flatMap((job) => cachesWritten(job, resolve))
      .map((entry) => entry.split(","));
    assert.ok(kept.length > 0, "caches were found at all");
    for (const options of kept.filter((found) => !found.includes("type=gha"))) {
      assert.ok(
        options.includes("image-manifest=true") && options.includes("oci-mediatypes=true"),
        options.join(),
      );
    }
  });

  it("pain 23: no image is built under emulation", () => {
    for (const { where, text } of everyJob()) assert.doesNotMatch(text, /qemu/i, where);
  });

  it("pain 25: nothing is pulled from Docker Hub but by way of the mirror", () => {
    for (const { where, job } of everyJob()) {
      const buildx = job.steps.filter(({ uses }) => uses?.startsWith("docker/setup-buildx-action@"));
      if (buildsIn(job).length > 0) assert.equal(buildx.length, 1, where);
      for (const { with: inputs = {} } of buildx) {
        assert.match(
          String(inputs["driver-opts"]),
          new RegExp(`^image=${DOCKER_HUB_MIRROR}/moby/buildkit:v[\\d.]+@sha256:[0-9a-f]{64}$`),
        );
        assert.equal(
          inputs["buildkitd-config-inline"],
          `[registry."docker.io"]\n  mirrors = ["${DOCKER_HUB_MIRROR}"]\n`,
        );
      }
      // No job runs in a container or beside a service, which the runner itself would pull.
      for (const { run = "" } of job.steps)
        assert.equal(/docker (?:container )?(?:pull|compose)\b/.test(run), false, where);
    }
  });
});
