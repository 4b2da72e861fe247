import { deepEqual, equal } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { phialo } from "../../../../systems/phialo/index.js";
import { writeFiles } from "../../local/catalogue.js";
import { useTeardown } from "../../local/teardown.js";
import {
  dispatch,
  type Happening,
  pullRequest,
  pushTag,
  pushTo,
  schedule,
  SHA,
} from "../../workflows/events.js";
import { type Execution, execute } from "../../workflows/execute.js";
import {
  actionsOf,
  buildsOf,
  commandsOf,
  inputsOf,
  jobsOf,
  namesOf,
  ofBuilds,
  TRYING,
  workflowFile,
} from "../../workflows/seen.js";
import type { Answer, Call } from "../../workflows/stage.js";

const IMAGE = "ghcr.io/example/phialo-ci-base";
const PLATFORMS = ["amd64", "arm64"];
const INDEX = `sha256:${"1".repeat(64)}`;

/** What Docker and buildx say of an image, as far as the workflow asks. */
const ANSWERS: readonly (readonly [question: string, answer: string])[] = [
  ["{{.Size}}", "231456789"],
  ["{{len .RootFS.Layers}}", "7"],
  ["history inspect", "12 s | 3 of 9"],
  ["{{.Manifest.Digest}}", INDEX],
];

/** The digest of a platform's image. */
const digestOf = (platform = "") => `sha256:${(platform === "amd64" ? "a" : "b").repeat(64)}`;

function play(call: Call): Answer | undefined {
  if (call.kind === "program") {
    const said = ANSWERS.find(([question]) => call.args.join(" ").includes(question));
    return said && { stdout: `${said[1]}\n` };
  }
  return isPush(call) ? { outputs: { digest: digestOf(call.matrix["id"]) } } : undefined;
}

function isPush(call: Call): boolean {
  return call.kind === "action" && call.inputs["outputs"]?.includes("push=true") === true;
}

describe("Phialo's workflow, executed", () => {
  const teardown = useTeardown();
  const workflow = workflowFile(phialo, "ci-base-image.yml");
  let sources: string;
  before(async () => {
    sources = await mkdtemp(join(tmpdir(), "slipway-phialo-"));
    teardown(() => rm(sources, { recursive: true }));
    await writeFiles(sources, { "scripts/test-ci-base.sh": 'docker run --rm "$1" node --version\n' });
  });
  const happen = (happening: Happening) => execute(workflow, happening, { sources, play });

  const publishing = ["build amd64", "build arm64", "publish"];

  describe("by a push to main that changes the Dockerfile", () => {
    let run: Execution;
    before(async () => {
      run = await happen(pushTo("main"));
    });

    it("builds each platform on its own, then publishes both as one image (P11)", () => {
      deepEqual(jobsOf(run), publishing);
      deepEqual(ofBuilds(run, "platforms"), {
        "build amd64": ["linux/amd64", "linux/amd64"],
        "build arm64": ["linux/arm64", "linux/arm64"],
      });
    });

    it("checks every tool in the image before anything is pushed (P16)", () => {
      for (const platform of PLATFORMS) {
        const calls = run.calls.filter(({ matrix }) => matrix["id"] === platform);
        const checked = calls.findIndex((call) => call.kind === "program" && call.args[0] === "run");
        const pushed = calls.findIndex(isPush);
        equal(checked !== -1 && checked < pushed, true);
      }
      deepEqual(
        ofBuilds(run, "load"),
        Object.fromEntries(PLATFORMS.map((platform) => [`build ${platform}`, ["true", "false"]])),
      );
    });

    it("gives the tags to exactly the two digests that were pushed (P15)", () => {
      deepEqual(
        commandsOf(run, "docker").filter((line) => line.includes("imagetools create")),
        [
          `publish: buildx imagetools create --tag=${IMAGE}:latest --tag=${IMAGE}:sha-${SHA} ${IMAGE}@${digestOf("amd64")} ${IMAGE}@${digestOf("arm64")}`,
        ],
      );
    });

    it("signs the image that holds both, and tells of it in the summary (P19)", () => {
      deepEqual(commandsOf(run, "cosign"), [`publish: sign --yes ${IMAGE}@${INDEX}`]);
      const rows = run.summary.split("\n").filter((line) => line.startsWith("| linux/"));
      deepEqual(rows.toSorted(), [
        "| linux/amd64 | 232MB | 7 | 12 s | 3 of 9 | 0 |",
        "| linux/arm64 | 232MB | 7 | 12 s | 3 of 9 | 0 |",
      ]);
      equal(run.summary.includes(`### ${IMAGE}\n\nDigest: \`${INDEX}\``), true);
    });
  });

  /** Builds without the name of the image that is tried on the machine. */
  const untagged = (builds: readonly string[] = []) => builds.map((build) => build.replace(/ \S+:\S+/g, ""));
  /** The tags that one event gives. */
  const tagged = (run: Execution) =>
    commandsOf(run, "docker").flatMap((line) => [...line.matchAll(/--tag=\S+:(\S+)/g)].map(([, tag]) => tag));

  for (const [what, happening, tags, builds] of [
    ["a release after its version, clean (P15)", pushTag("v1.2.3"), ["1.2.3"], ["try clean", "try"]],
    [
      "the week's build anew, and keeps it (P18)",
      schedule("17 4 * * 1"),
      ["latest"],
      ["try clean", "try kept"],
    ],
    ["a branch by hand, not as latest", dispatch("refs/heads/feature/x"), [], ["try", "try kept"]],
  ] as const) {
    it(`names ${what}; the second build finds what the first built`, async () => {
      const run = await happen(happening);
      deepEqual(jobsOf(run), publishing);
      deepEqual(tagged(run), [...tags, `sha-${SHA}`]);
      for (const platform of PLATFORMS) deepEqual(untagged(buildsOf(run)[`build ${platform}`]), builds);
    });
  }

  it("only tries a pull request, on both platforms: no login, no push, no cache written", async () => {
    const run = await happen(pullRequest({ from: "fork" }));
    deepEqual(jobsOf(run), ["pull-request amd64", "pull-request arm64"]);
    deepEqual(actionsOf(run), TRYING);
    equal(run.calls.some(isPush), false);
    for (const builds of Object.values(buildsOf(run))) deepEqual(untagged(builds), ["try"]);
    equal(commandsOf(run, "docker").length, 2, "the tools are checked");
  });

  for (const [what, broken] of [
    ["one platform does not build", (call: Call) => call.kind === "action" && call.inputs["load"] === "true"],
    ["one platform lacks a tool", (call: Call) => call.kind === "program" && call.args[0] === "run"],
  ] as const) {
    it(`gives no tag when ${what} (pain 17)`, async () => {
      const run = await execute(workflow, pushTo("main"), {
        sources,
        play: (call) => (call.matrix["id"] === "arm64" && broken(call) ? { exitCode: 1 } : play(call)),
      });
      deepEqual(namesOf(run), ["build amd64", "build arm64"]);
      deepEqual(tagged(run), []);
      deepEqual(inputsOf(run, "actions/download-artifact"), {});
    });
  }
});
