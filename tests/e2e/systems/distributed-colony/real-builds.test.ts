import { deepEqual, equal } from "node:assert/strict";
import { chmod, copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDebianPrograms } from "../../../../tools/local/debian.js";
import { findOnPath } from "../../../../src/cli/find-on-path.js";
import { distributedColony } from "../../../../systems/distributed-colony/index.js";
import { writeFiles } from "../../local/catalogue.js";
import { useTeardown } from "../../local/teardown.js";
import { type Happening, onCommit, pullRequest, pushTag, pushTo, SHA } from "../../workflows/events.js";
import { type Execution, execute } from "../../workflows/execute.js";
import { type RealBuilds, startRealBuilds } from "../../workflows/real-builds.js";
import { commandsOf, inputsOf, jobsOf, workflowFile } from "../../workflows/seen.js";

/** A repository laid out as DistributedColony's, with nothing in it that takes long to compile. */
const SOURCES = {
  "Docker/Dockerfile.base": `FROM scratch
COPY busybox /bin/busybox
COPY Cargo.lock /dependencies
`,
  "Docker/Dockerfile": `ARG BASE_IMAGE=distributed-colony-base:latest
FROM \${BASE_IMAGE}
COPY crates /crates
RUN ["/bin/busybox", "sh", "/crates/compile"]
ARG BUILD_VERSION
ENV BUILD_VERSION=\${BUILD_VERSION}
`,
  "Cargo.lock": "version = 4\n",
  "crates/compile": "/bin/busybox cat /dependencies > /made\n",
};

const NEXT_COMMIT = "fedcba9876543210fedcba9876543210fedcba98";

describe("DistributedColony's workflow, with real builds and a real registry", () => {
  const teardown = useTeardown();
  const workflow = workflowFile(distributedColony, "images.yml");
  let builds: RealBuilds;
  let sources: string;
  before(async () => {
    builds = await startRealBuilds(teardown);
    sources = await mkdtemp(join(tmpdir(), "slipway-colony-"));
    teardown(() => rm(sources, { recursive: true }));
    await writeFiles(sources, SOURCES);
    await ensureDebianPrograms([
      { program: "busybox", package: "busybox-static", purpose: "run a step in a test image" },
    ]);
    await copyFile((await findOnPath("busybox")) ?? "", join(sources, "busybox"));
    await chmod(join(sources, "busybox"), 0o755);
  });

  const happen = (happening: Happening): Promise<Execution> =>
    execute(workflow, happening, {
      sources,
      variables: { AWS_REGION: "eu-west-1", AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/push" },
      play: builds.play,
    });

  let first: Readonly<Record<string, string>>;

  it("publishes the colony, and exactly the base that it was built on (pain 17)", async () => {
    const run = await happen(pushTo("main"));
    deepEqual(jobsOf(run), ["publish"]);
    first = await builds.published();
    const {
      "distributed-colony-base:latest": base,
      "distributed-colony:latest": colony,
      "distributed-colony:sha-0123456": named,
      ...others
    } = first;
    deepEqual(others, {});
    equal(colony, named);
    const contexts = String(inputsOf(run, "docker/build-push-action")["publish"]?.[1]?.["build-contexts"]);
    equal(contexts.split("@")[1], base);
    deepEqual(
      commandsOf(run, "cosign"),
      [`publish: sign --yes ${builds.registry.address}/distributed-colony@${colony}`],
      "what is signed is what the tags name",
    );
  });

  it("builds and pushes nothing when the run is repeated (pain 9)", async () => {
    const pushes = builds.registry.pushes.length;
    const run = await happen(pushTo("main"));
    deepEqual(jobsOf(run), ["publish"]);
    deepEqual(inputsOf(run, "docker/build-push-action"), {});
    deepEqual(await builds.published(), first);
    equal(builds.registry.pushes.length, pushes);
  });

  it("names a release of the same commit as what was tried on main", async () => {
    deepEqual(jobsOf(await happen(pushTag("v1.0.0"))), ["publish"]);
    deepEqual(await builds.published(), {
      ...first,
      "distributed-colony:1.0.0": first["distributed-colony:latest"],
    });
  });

  it("refuses to release another commit under the same version (pain 9)", async () => {
    const before = await builds.published();
    const run = await happen(onCommit(NEXT_COMMIT, pushTag("v1.0.0")));
    deepEqual(run.jobs[0]?.steps.at(-1), { name: "Find published image", result: "failure" });
    deepEqual(run.annotations, [
      `error: ${builds.registry.address}/distributed-colony:1.0.0 already exists: It was built from commit ${SHA}, not from ${NEXT_COMMIT}. Published tags never move: release a new version.`,
    ]);
    deepEqual(await builds.published(), before);
  });

  for (const [what, happening] of [
    ["a push to main", pushTo("main")],
    ["a release", pushTag("v2.0.0")],
  ] as const) {
    it(`moves no tag when the colony does not compile: ${what} (pain 17)`, async () => {
      await writeFiles(sources, { "crates/compile": "exit 1\n" });
      const before = await builds.published();
      const run = await happen(onCommit(NEXT_COMMIT, happening));
      deepEqual(run.jobs[0]?.steps.slice(-2), [
        { name: "Build base image", result: "success" },
        { name: "Build colony image and push by digest", result: "failure" },
      ]);
      deepEqual(await builds.published(), before);
    });
  }

  it("builds for a pull request without pushing anything", async () => {
    await writeFiles(sources, SOURCES);
    const pushes = builds.registry.pushes.length;
    const run = await happen(onCommit(NEXT_COMMIT, pullRequest({ from: "fork" })));
    deepEqual(jobsOf(run), ["pull-request"]);
    equal(inputsOf(run, "docker/build-push-action")["pull-request"]?.length, 2);
    equal(builds.registry.pushes.length, pushes);
  });
});
