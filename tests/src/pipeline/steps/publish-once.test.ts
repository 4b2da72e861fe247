import assert from "node:assert/strict";
import type { Step } from "../../../../src/catalogue/workflow-model.js";
import { findPublished, tagImage } from "../../../../src/pipeline/steps/publish-once.js";
import { fakeRunner } from "./runner.js";

const REPOSITORY = "registry.example/colony";
const OURS = "a".repeat(40);
const THEIRS = "b".repeat(40);

/** A `docker` whose registry is the folder it lies in: a file a tag, with digest and commit. Notes what it pushes. */
const DOCKER = `#!/usr/bin/env bash
registry=\${0%/*}
case "$*" in
  "buildx imagetools inspect --format "*)
    [[ -e $registry/down ]] && { echo "ERROR: connection refused" >&2; exit 1; }
    [[ -e $registry/\${6##*:} ]] || { echo "ERROR: $6: not found" >&2; exit 1; }
    read -r digest commit < "$registry/\${6##*:}"
    [[ $5 == *revision* ]] && echo "$digest $commit" || echo "$digest" ;;
  "buildx imagetools create --prefer-index=false --tag "*)
    echo "$6 = $7" >> "$registry/pushes"
    echo "\${7#*@} ${OURS}" > "$registry/\${6##*:}" ;;
  *) exit 2 ;;
esac
`;

describe("publishing once", () => {
  const runner = fakeRunner();
  const { read } = runner;
  beforeEach(() => {
    runner.program("docker", DOCKER);
    runner.write("pushes", "");
  });

  const moving = ["latest"];
  const publish = (tag: string, commit: string) => {
    runner.write(tag, `sha256:old ${commit}\n`);
  };
  const run = (step: Step, tags: readonly string[]) =>
    runner.run(step, {
      REFERENCES: tags.map((tag) => `${REPOSITORY}:${tag}`).join("\n"),
      MOVING: moving.join(" "),
      COMMIT: OURS,
      DIGEST: "sha256:new",
    });
  const find = (...tags: string[]) => run(findPublished({ tags: "", moving }), tags);
  const give = (...tags: string[]) => run(tagImage({ name: "Tag", digest: "", tags: "", moving }), tags);

  it("finds nothing where no tag is there, and takes no moving tag for a version", async () => {
    publish("latest", THEIRS);
    assert.equal((await find("1.2.3", "latest", "sha-aaaaaaa")).exitCode, 0);
    assert.equal(read("output"), "");
  });

  it("takes the image that was made from this commit, so that a repeated run builds nothing (user pain 9)", async () => {
    publish("sha-aaaaaaa", OURS);
    assert.equal((await find("1.2.3", "latest", "sha-aaaaaaa")).exitCode, 0);
    assert.equal(read("output"), "digest=sha256:old\n");
  });

  it("refuses a version that was made from another commit, and says what to do (user pain 9)", async () => {
    publish("1.2.3", THEIRS);
    const { exitCode, stderr } = await find("1.2.3", "latest", "sha-aaaaaaa");
    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      `::error title=${REPOSITORY}:1.2.3 already exists::It was built from commit ${THEIRS}, not from ${OURS}. Published tags never move: release a new version.`,
    );
    assert.equal(read("output"), "");
  });

  it("does not take a registry that fails for one that is empty", async () => {
    runner.write("down", "");
    const { exitCode, stderr } = await find("1.2.3");
    assert.equal(exitCode, 1);
    assert.equal(stderr, "ERROR: connection refused");
  });

  it("gives every tag that is missing, moves what may move, and pushes nothing the second time (user pain 9)", async () => {
    publish("latest", THEIRS);
    const pushes = ["1.2.3", "latest"].map((tag) => `${REPOSITORY}:${tag} = ${REPOSITORY}@sha256:new\n`);
    for (let time = 0; time < 2; time++) {
      assert.equal((await give("1.2.3", "latest")).exitCode, 0);
      assert.equal(read("pushes"), pushes.join(""));
    }
  });

  it("leaves a tag that may not move", async () => {
    publish("sha-aaaaaaa", OURS);
    assert.equal((await give("sha-aaaaaaa")).exitCode, 0);
    assert.equal(read("pushes"), "");
  });
});
