import assert from "node:assert/strict";
import { parse } from "yaml";
import { phialo } from "../../systems/phialo/index.js";
import { catalogue } from "../../systems/index.js";
import { imageMatrix } from "../../workflows/image-matrix.js";
import type { Workflow } from "../../workflows/model.js";
import { renderWorkflow } from "../../workflows/render.js";
import { image, system } from "../plan/fixtures.js";
import { everyRepository, plannedImages, workflowsOf } from "./catalogue.js";
import { jobOf, readWorkflow, stepOf, type RenderedJob, type RenderedStep } from "./rendered.js";
import { resolver, type Resolve } from "./resolve.js";

const BUILD = "docker/build-push-action@";
const DOCKER_HUB_MIRROR = "mirror.gcr.io";

interface PlacedJob {
  readonly where: string;
  readonly job: RenderedJob;
  readonly text: string;
}

/** Every job of a list of workflows as GitHub reads it. */
function jobsOf(name: string, workflows: readonly Workflow[]): PlacedJob[] {
  return workflows.flatMap((value) => {
    const text = renderWorkflow(value, name);
    const { jobs } = readWorkflow(parse(text));
    return Object.entries(jobs).map(([id, job]) => ({ where: `${name}, ${value.file}, ${id}`, job, text }));
  });
}

function everyJob(): PlacedJob[] {
  return everyRepository.flatMap(({ name, workflows }) => jobsOf(name, workflows));
}

function buildsIn({ steps }: RenderedJob): RenderedStep[] {
  return steps.filter(({ uses }) => uses?.startsWith(BUILD));
}

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
    assert.ok(written.flat().length >= 10, "caches were found at all");
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

  describe("pain 8: what runs an image decides whether it has attestations", () => {
    it("a container's image has them, and says nothing of build arguments", () => {
      const bases = new Set(
        catalogue.flatMap(({ images }) =>
          images.flatMap(({ base }) => images.find(({ id }) => id === base?.image)?.dockerfile ?? []),
        ),
      );
      const pushed = everyJob()
        .flatMap(({ job }) => buildsIn(job))
        .filter(({ with: inputs = {} }) =>
          "push" in inputs ? inputs["push"] !== false : String(inputs["outputs"]).includes("push=true"),
        )
        // A base is run by nothing: without attestations its digest is that of the layout it was built from.
        .filter(({ with: inputs = {} }) => !bases.has(String(inputs["file"])));
      assert.ok(pushed.length >= 5, "pushes were found at all");
      for (const { with: inputs = {} } of pushed) {
        assert.deepEqual([inputs["provenance"], inputs["sbom"]], ["mode=min", true]);
      }
    });

    const attestations = async (...runtimes: ("container" | "lambda")[]) => {
      const resolve = await resolver();
      const images = runtimes.map((runtime, index) =>
        image({ id: `image-${index}`, repository: `shop-${index}`, runtime }),
      );
      const [first, ...rest] = plannedImages(system({ images }));
      assert.ok(first);
      const value: Workflow = {
        name: "x",
        file: "x.yml",
        about: [],
        on: {},
        jobs: imageMatrix([first, ...rest]),
      };
      const { job } = jobsOf("shop", [value])[0] ?? {};
      assert.ok(job);
      const { with: inputs = {} } = stepOf(job, "Build and push");
      return (job.strategy?.matrix.include ?? []).map((matrix) =>
        ["provenance", "sbom"].map((input) => resolve(String(inputs[input]), { matrix })),
      );
    };
    const attested = ["mode=min", "true"];
    const plain = ["false", "false"];

    it("a function's image has none: AWS Lambda refuses an index", async () => {
      assert.deepEqual(await attestations("lambda"), [plain]);
      assert.deepEqual(await attestations("lambda", "lambda"), [plain, plain]);
    });

    it("in one matrix each image has what is right for it", async () => {
      assert.deepEqual(await attestations("container", "lambda", "container"), [attested, plain, attested]);
      assert.deepEqual(await attestations("container", "container"), [attested, attested]);
    });
  });

  it("pain 14: a pull request reaches no right to write, no secret and no push", () => {
    for (const { where, job } of forPullRequests(everyJob())) {
      assert.deepEqual(
        Object.entries(job.permissions).filter(([, access]) => access !== "read"),
        [],
        where,
      );
      assert.equal(/\bsecrets\b|github\.token/.test(JSON.stringify(job)), false, where);
      for (const { with: inputs = {} } of buildsIn(job)) {
        assert.equal(inputs["push"] ?? false, false, where);
        assert.equal(String(inputs["outputs"]).includes("push=true"), false, where);
      }
    }
    for (const { text } of everyJob()) assert.equal(text.includes("pull_request_target"), false);
  });

  it("pain 18: every action is pinned to a commit, with its version beside it", () => {
    const lines = everyJob().flatMap(({ text }) => text.split("\n").filter((line) => /\buses:/.test(line)));
    assert.ok(lines.length > 50);
    for (const line of lines)
      assert.match(line, /^ +uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+(?:\.\d+)*$/);
  });

  it("pain 21: no cache is kept in ECR, but as ECR takes it", async () => {
    const resolve = await resolver();
    const kept = catalogue
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

  describe("pain 23: an image of two platforms is built on a machine of each and merged once", () => {
    const workflow = readWorkflow(parse(renderWorkflow(one(workflowsOf(phialo)), phialo.name)));

    it("has two native jobs", () => {
      const { strategy, "runs-on": runner, ...job } = jobOf(workflow, "build");
      assert.equal(runner, "${{ matrix.runner }}");
      assert.deepEqual(
        strategy?.matrix.include.map((cell) => [cell["platform"], cell["runner"]]),
        [
          ["linux/amd64", "ubuntu-24.04"],
          ["linux/arm64", "ubuntu-24.04-arm"],
        ],
      );
      assert.deepEqual(
        buildsIn({ ...job, strategy, "runs-on": runner }).map(({ with: inputs }) => inputs?.["platforms"]),
        ["${{ matrix.platform }}", "${{ matrix.platform }}"],
      );
    });

    it("has one merge, which alone gives tags", () => {
      const merges = Object.entries(workflow.jobs).filter(([, { steps }]) =>
        steps.some(({ run }) => run?.includes("imagetools create ")),
      );
      assert.deepEqual(
        merges.map(([id, { needs, strategy }]) => [id, needs, strategy]),
        [["publish", ["build"], undefined]],
      );
      for (const { with: inputs } of buildsIn(jobOf(workflow, "build"))) {
        assert.equal(String(inputs?.["tags"]).includes("steps.meta"), false);
      }
    });

    it("uses no emulator", () => {
      assert.equal(/qemu/i.test(JSON.stringify(workflow)), false);
    });
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

function one<Item>(items: readonly Item[]): Item {
  const [item] = items;
  assert.ok(item !== undefined && items.length === 1);
  return item;
}
