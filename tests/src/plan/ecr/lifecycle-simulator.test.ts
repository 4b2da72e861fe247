import assert from "node:assert/strict";
import fc from "fast-check";
import {
  lifecyclePolicy,
  type LifecyclePolicy,
  type LifecycleRule,
} from "../../../../src/plan/ecr/lifecycle.js";
import {
  simulateLifecycle,
  type Push,
  type StoredImage,
} from "../../../../src/plan/ecr/lifecycle-simulator.js";
import type { TagClass } from "../../../../src/catalogue/tag-class.js";

const latest: TagClass = { kind: "moving", tag: "latest" };
const releases: TagClass = { kind: "release", pattern: "v*" };
const defaults = { days: 30, keepTags: ["latest"], keepReleases: 10 };

function push(digest: string, day: number, ...tags: string[]): Push {
  return { digest, day, tags };
}

function rule(rulePriority: number, selection: LifecycleRule["selection"]): LifecycleRule {
  return { rulePriority, description: "", selection, action: { type: "expire" } };
}

function newest(rulePriority: number, countNumber: number, ...tagPatternList: string[]): LifecycleRule {
  return rule(rulePriority, {
    tagStatus: "tagged",
    tagPatternList,
    countType: "imageCountMoreThan",
    countNumber,
  });
}

function olderThan(rulePriority: number, days: number, tagStatus: "any" | "untagged" = "any"): LifecycleRule {
  return rule(rulePriority, {
    tagStatus,
    countType: "sinceImagePushed",
    countUnit: "days",
    countNumber: days,
  });
}

function digests(images: readonly StoredImage[]): string[] {
  return images.map(({ digest }) => digest);
}

describe("simulateLifecycle", () => {
  it("expires an image on the day it has become older than the limit", () => {
    const { kept, expired } = simulateLifecycle([push("a", 0)], { rules: [olderThan(1, 30)] }, 40);
    assert.deepEqual(kept, []);
    assert.deepEqual(
      expired.map(({ digest, expiredDay, rule: by }) => [digest, expiredDay, by]),
      [["a", 30, 1]],
    );
  });

  it("keeps an image that is exactly as old as the limit", () => {
    assert.deepEqual(digests(simulateLifecycle([push("a", 0)], { rules: [olderThan(1, 30)] }, 29).kept), [
      "a",
    ]);
  });

  it("loses the live latest under the letter of the source (D35)", () => {
    const policy = lifecyclePolicy({ ...defaults, keepTags: [] }, [latest]);
    assert.deepEqual(digests(simulateLifecycle([push("live", 0, "latest")], policy, 60).kept), []);
  });

  it("keeps the live latest by default", () => {
    const policy = lifecyclePolicy(defaults, [latest]);
    assert.deepEqual(digests(simulateLifecycle([push("live", 0, "latest")], policy, 400).kept), ["live"]);
  });

  it("moves a tag to the image pushed last, and lets the earlier one expire", () => {
    const policy = lifecyclePolicy(defaults, [latest]);
    const { kept, expired } = simulateLifecycle(
      [push("old", 0, "latest"), push("new", 5, "latest")],
      policy,
      60,
    );
    assert.deepEqual(digests(kept), ["new"]);
    assert.deepEqual(digests(expired), ["old"]);
  });

  it("does not make an image younger when it is pushed or tagged again", () => {
    const { expired } = simulateLifecycle(
      [push("a", 0), push("a", 20, "again")],
      { rules: [olderThan(1, 30)] },
      60,
    );
    assert.deepEqual(
      expired.map(({ expiredDay }) => expiredDay),
      [30],
    );
  });

  it("protects an image that an earlier rule selects without marking it", () => {
    const policy = { rules: [newest(1, 5, "v*"), olderThan(2, 30)] };
    assert.deepEqual(digests(simulateLifecycle([push("a", 0, "v1")], policy, 400).kept), ["a"]);
  });

  it("lets a protected image take a place in a later count", () => {
    const any: LifecyclePolicy = {
      rules: [
        newest(1, 5, "keep"),
        rule(2, { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 }),
      ],
    };
    const { kept } = simulateLifecycle([push("old", 0), push("kept", 1, "keep")], any, 1);
    assert.deepEqual(digests(kept), ["kept"]);
  });

  it("selects by several patterns only images that carry them all", () => {
    const policy = { rules: [newest(1, 5, "latest", "main"), olderThan(2, 30)] };
    assert.deepEqual(digests(simulateLifecycle([push("a", 0, "latest")], policy, 60).kept), []);
    assert.deepEqual(digests(simulateLifecycle([push("a", 0, "latest", "main")], policy, 60).kept), ["a"]);
  });

  it("shows why latest is kept by pattern: as a prefix it also selects latest-rc", () => {
    const prefix = rule(1, {
      tagStatus: "tagged",
      tagPrefixList: ["latest"],
      countType: "imageCountMoreThan",
      countNumber: 1,
    });
    const pushes = [push("live", 0, "latest"), push("candidate", 1, "latest-rc")];
    assert.deepEqual(digests(simulateLifecycle(pushes, { rules: [prefix] }, 1).kept), ["candidate"]);
    assert.deepEqual(
      digests(simulateLifecycle(pushes, lifecyclePolicy(defaults, [latest]), 20).kept).toSorted(),
      ["candidate", "live"],
    );
  });

  it("expires untagged images alone where the rule says so", () => {
    const policy = { rules: [olderThan(1, 1, "untagged")] };
    assert.deepEqual(digests(simulateLifecycle([push("a", 0), push("b", 0, "b")], policy, 9).kept), ["b"]);
  });

  it("does not expire an image before the index that refers to it", () => {
    const pushes: Push[] = [
      { digest: "amd64", day: 0, tags: [], partOf: "index" },
      { digest: "index", day: 0, tags: ["latest"] },
    ];
    assert.deepEqual(
      digests(simulateLifecycle(pushes, lifecyclePolicy(defaults, [latest]), 90).kept).toSorted(),
      ["amd64", "index"],
    );
  });

  const history = fc.array(
    fc.record({
      digest: fc.stringMatching(/^[a-f]{1,2}$/),
      day: fc.double({ min: 0, max: 300, noNaN: true }),
      tags: fc.uniqueArray(fc.constantFrom("latest", "latest-rc", "v1.0.0", "v1.1.0", "main", "zlatest"), {
        maxLength: 3,
      }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it("never expires the live latest under the default policy, whatever the history (property)", () => {
    fc.assert(
      fc.property(history, fc.boolean(), (pushes, takesReleases) => {
        const policy = lifecyclePolicy(defaults, takesReleases ? [latest, releases] : [latest]);
        const last = pushes.toSorted((a, b) => a.day - b.day).findLast(({ tags }) => tags.includes("latest"));
        const { kept } = simulateLifecycle(pushes, policy, 400);
        const live = kept.find(({ tags }) => tags.has("latest"));
        assert.equal(live?.digest, last?.digest);
      }),
    );
  });

  it("expires every image by one rule or none, and loses no image otherwise (property)", () => {
    fc.assert(
      fc.property(history, (pushes) => {
        const { kept, expired } = simulateLifecycle(
          pushes,
          lifecyclePolicy(defaults, [latest, releases]),
          400,
        );
        const seen = new Set([...digests(kept), ...digests(expired)]);
        assert.deepEqual(seen, new Set(pushes.map(({ digest }) => digest)));
        assert.equal(new Set(digests(kept)).size, kept.length);
      }),
    );
  });

  it("keeps what is deployed and the last ten releases through a year of pushes (user pain 4)", () => {
    const year = Array.from({ length: 365 }, (_, day): Push[] => [
      push(`main-${day}`, day + 0.3, "latest"),
      push(`attestation-${day}`, day + 0.3),
      ...(day % 14 === 0 ? [push(`release-${day}`, day + 0.6, `v1.${day / 14}.0`)] : []),
    ]).flat();
    const policy = lifecyclePolicy(defaults, [latest, releases]);
    for (let day = 0; day < 365; day += 7) {
      const seen = year.filter((entry) => entry.day < day + 1);
      const kept = new Set(digests(simulateLifecycle(seen, policy, day).kept));
      assert.ok(kept.has(`main-${day}`), `latest of day ${day}`);
      const lastReleases = seen.filter(({ digest }) => digest.startsWith("release-")).slice(-10);
      for (const { digest } of lastReleases) assert.ok(kept.has(digest), `${digest} on day ${day}`);
    }
    const { kept } = simulateLifecycle(year, policy, 364);
    assert.equal(kept.length, 30 + 30 + 10, "a month of builds and their attestations, and ten releases");
  });
});
