import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { DeliveredFile } from "../../../src/plan/delivery-plan.js";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { entryOf } from "../../../src/delivery/pull-request/tree.js";
import { DeliveryStack } from "./delivery-stack.js";
import { SEED, VERSIONS } from "./versions.js";

const KILLS = 10;

/** How an `up` ends, and whether the pull request that was open before it was merged. */
const kills = fc.record({
  // An `up` that delivers a change makes more.
  call: fc.integer({ min: 1, max: 14 }),
  done: fc.boolean(),
  merged: fc.boolean(),
});

describe(`an up of the real engine that is killed while it delivers (seed ${SEED})`, () => {
  let stack: DeliveryStack;
  before(async () => {
    stack = await DeliveryStack.create();
    const { succeeded, output } = await stack.project.up();
    ok(succeeded, output);
  });
  after(() => stack.remove());

  for (const [index, { call, done, merged }] of fc.sample(kills, { seed: SEED, numRuns: KILLS }).entries()) {
    const when = `${done ? "after" : "before"} call ${call}`;
    it(`${when}, ${merged ? "merged" : "open"}: the next up makes it good`, async () => {
      const { repository, project } = stack;
      const files = changed(index);
      if (merged) repository.merge(repository.pullRequests.length, "merge");
      const [main, before, requests] = [repository.head("main"), commits(), repository.pullRequests.length];
      await stack.setFiles(files);

      ok(await stack.killUpAt(call, done), "up ended before it could be killed");
      const up = await project.up();
      ok(up.succeeded, up.output);

      equal(repository.head("main"), main);
      equal(commits(), merged ? 1 : before + 1);
      equal(repository.pullRequests.length, merged ? requests + 1 : requests);
      deepEqual(
        repository.openPullRequests.map(({ head }) => head.sha),
        [repository.head(BRANCH)],
      );
      const found = repository.filesAt(repository.head(BRANCH) ?? "");
      for (const file of files) deepEqual(found.get(file.path), entryOf(file));

      const writes = stack.github.writes.length;
      deepEqual((await project.up()).changes, []);
      equal(stack.github.writes.length, writes);
    });
  }

  /** Other files than there ever were. */
  function changed(index: number): readonly DeliveredFile[] {
    const content = Buffer.from(`on: push # ${index}\n`);
    return (VERSIONS[index % VERSIONS.length] ?? []).map((file) =>
      file.path === ".github/workflows/ci.yml" ? { ...file, content } : file,
    );
  }

  function commits(): number {
    return stack.repository.commitsOn(BRANCH).length;
  }
});
