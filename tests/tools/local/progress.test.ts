import assert from "node:assert/strict";
import { Progress } from "../../../tools/local/progress.js";

describe("progress", () => {
  const minute = 60_000;
  let progress: Progress;
  beforeEach(() => {
    progress = new Progress();
    progress.expect("compile", 120);
    progress.expect("make", 120);
    progress.expect("up", 240);
  });

  it("begins with the time that was announced", () => {
    assert.equal(progress.summary(0), "0 of 3 done, about 8 min left");
  });

  it("goes by the pace of what is done", () => {
    progress.begin("compile", 0);
    // Twice as long as announced: the machine is busy.
    progress.end("compile", 4 * minute);
    assert.equal(progress.summary(4 * minute), "1 of 3 done, about 12 min left");
  });

  it("counts steps that go on at the same time as sharing the machine", () => {
    progress.begin("compile", 0);
    progress.begin("make", 0);
    assert.equal(progress.summary(2 * minute), "0 of 3 done, about 6 min left");
    assert.deepEqual(progress.running(2 * minute), ["compile (2 min 00 s)", "make (2 min 00 s)"]);
  });

  it("takes no step for done before its end: what takes long makes the rest take long", () => {
    progress.begin("compile", 0);
    assert.equal(progress.summary(18 * minute), "0 of 3 done, about 90 min left");
  });

  it("counts a step that nobody announced, and tells no time when all is done", () => {
    const alone = new Progress();
    alone.begin("install", 0);
    alone.end("install", minute);
    assert.equal(alone.summary(minute), "1 of 1 done");
    assert.deepEqual(alone.running(minute), []);
  });
});
