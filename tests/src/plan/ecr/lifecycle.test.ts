import assert from "node:assert/strict";
import fc from "fast-check";
import { problemsOf } from "../../../../src/plan/catalogue-problems.js";
import type { Retention } from "../../../../src/configuration/configuration.js";
import { lifecycleInWords, lifecyclePolicy } from "../../../../src/plan/ecr/lifecycle.js";
import { isTag, matchesPattern } from "../../../../src/catalogue/names.js";
import { matchesRef } from "../../../../src/catalogue/ref-filter.js";
import { classesOf, type TagClass } from "../../../../src/catalogue/tag-class.js";
import { tagsFor, type TagRule } from "../../../../src/catalogue/tag-policy.js";
import { blog } from "../../../fixture-catalogue/systems/blog/index.js";
import { configuration, image, system } from "../fixtures.js";
import { push, tagPolicy, versionName } from "../../catalogue/git-events.js";
import { simulateLifecycle } from "./lifecycle-simulator.js";

const retention: Retention = { days: 30, keepTags: ["latest"], keepReleases: 10 };
const latest: TagClass = { kind: "moving", tag: "latest" };

describe("lifecyclePolicy", () => {
  it("keeps the image tagged latest, then expires by age (D34, D35)", () => {
    const action = { type: "expire" };
    const newest = { tagStatus: "tagged", countType: "imageCountMoreThan" };
    assert.deepEqual(lifecyclePolicy(retention, [latest]), {
      rules: [
        {
          rulePriority: 1,
          description: "Keep the image tagged latest",
          selection: { ...newest, tagPatternList: ["latest"], countNumber: 1 },
          action,
        },
        {
          rulePriority: 2,
          description: "Expire images older than 30 days",
          selection: { tagStatus: "any", countType: "sinceImagePushed", countUnit: "days", countNumber: 30 },
          action,
        },
      ],
    });
  });

  const releases: TagClass = { kind: "release", pattern: "v*" };
  const cache: TagClass = { kind: "moving", tag: "buildcache" };
  const live: TagClass = { kind: "moving", tag: "live" };
  const [keep, age] = ["Keep the image tagged", "Expire images older than 30 days"];
  const [keepLatest, keepNewest] = [`${keep} latest`, "Keep the newest 10 releases v*"];
  for (const [title, keepTags, tags, rules] of [
    ["is the letter of the source where no tag is kept (D35)", [], [latest], [age]],
    // Patterns in one rule select only images with all of them.
    ["gives each kept tag a rule", ["latest", "live"], [latest, live], [keepLatest, `${keep} live`, age]],
    ["keeps the newest releases", ["latest"], [latest, releases], [keepLatest, keepNewest, age]],
    ["makes none for what no image can carry (pain 19)", ["latest", "stable"], [latest], [keepLatest, age]],
    ["keeps the build cache where there is one", [], [latest, cache], [`${keep} buildcache`, age]],
  ] satisfies [string, string[], TagClass[], string[]][]) {
    it(title, () => {
      const policy = lifecyclePolicy({ ...retention, keepTags }, tags);
      assert.equal(lifecycleInWords(policy), `${rules.join("; ")}.`);
    });
  }

  it("never expires the live latest, whatever the history (property)", () => {
    const history = fc.array(
      fc.record({
        digest: fc.stringMatching(/^[a-f]{1,2}$/),
        day: fc.double({ min: 0, max: 300, noNaN: true }),
        tags: fc.subarray(["latest", "latest-rc", "v1.0.0", "main", "zlatest"], { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(history, fc.boolean(), (pushes, takesReleases) => {
        const policy = lifecyclePolicy(retention, takesReleases ? [latest, releases] : [latest]);
        const last = pushes.toSorted((a, b) => a.day - b.day).findLast(({ tags }) => tags.includes("latest"));
        const kept = simulateLifecycle(pushes, policy, 400);
        assert.equal(kept.find(({ tags }) => tags.includes("latest"))?.digest, last?.digest);
      }),
    );
  });
});

describe("a tag and its rule", () => {
  /** The description of the rule that decides on an image with this tag alone: the first that selects it. */
  function deciding(tag: string, rules: Retention, classes: readonly TagClass[]): string | undefined {
    return lifecyclePolicy(rules, classes).rules.find(
      ({ selection }) =>
        selection.tagStatus === "any" ||
        selection.tagPatternList.every((pattern) => matchesPattern(tag, pattern)),
    )?.description;
  }

  /** What the rules of a policy are meant to come to. */
  function intended(rule: TagRule, tag: string, rules: Retention): RegExp {
    if (rules.keepTags.includes(tag)) return new RegExp(`^Keep the image tagged ${tag}$`);
    const isRelease = rule.kind === "git-tag" || (rule.kind === "semver" && /\..*\./.test(tag));
    return isRelease ? /^Keep the newest 10 releases / : /^Expire images older than 30 days$/;
  }

  it("are never mistaken: every tag that a policy can give falls under the rule meant for it (user pain 19, property)", () => {
    const branch = fc.constantFrom("main", "feature/login", "vnext", "sha");
    const event = fc.oneof(
      branch.map((name) => push(`refs/heads/${name}`)),
      fc.constant(push("refs/heads/master", { defaultBranch: "master" })),
      versionName.map((name) => push(`refs/tags/${name}`)),
    );
    const filter = fc.constantFrom("v*", "[0-9]+.[0-9]+.[0-9]+", "release/*", "s*", "*", "[0-9]+", "p1-**");
    const keepTags = fc.subarray(["latest", "live", "main", "1.2", "sha-0123456", "1.2.3"]);
    let checked = 0;
    fc.assert(
      fc.property(tagPolicy, filter, event, keepTags, (tags, releaseTags, happened, kept) => {
        const rules = { ...retention, keepTags: kept };
        const subject = system({ releaseTags, images: [image({ tags })] });
        fc.pre(
          problemsOf({ ...configuration, retention: { ...rules, keepTags: [] } }, [subject]).length === 0,
        );
        const gitTag = happened.ref.replace("refs/tags/", "");
        fc.pre(happened.ref.startsWith("refs/heads/") || matchesRef(releaseTags, gitTag));
        for (const rule of tags) {
          for (const tag of tagsFor([rule], happened).filter(isTag)) {
            checked++;
            const decided = deciding(tag, rules, classesOf(tags, releaseTags)) ?? "";
            assert.match(decided, intended(rule, tag, rules), tag);
          }
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(checked > 100);
  });

  it("outlive a year of daily images: latest and the newest ten releases stay, commits go by age (user pain 4)", () => {
    const app = blog.images.find(({ id }) => id === "app") ?? assert.fail();
    const pushes = Array.from({ length: 366 }, (_, day) => {
      const event = { sha: String(day).padStart(7, "0").padEnd(40, "0") };
      const isRelease = day % 25 === 0;
      const tags = tagsFor(app.tags, push("refs/heads/main", event));
      const released = isRelease ? tagsFor(app.tags, push(`refs/tags/v1.${day / 25}.0`, event)) : [];
      return { digest: `day-${day}`, day, tags: [...tags, ...released] };
    });
    const policy = lifecyclePolicy(retention, classesOf(app.tags, blog.releaseTags));
    const kept = simulateLifecycle(pushes, policy, 365);
    const old = kept.filter(({ day }) => day < 336);
    const releases = old.map(({ tags }) => tags.find((tag) => tag.startsWith("1.")));
    assert.deepEqual(
      releases,
      Array.from({ length: 9 }, (_, index) => `1.${index + 5}.0`),
    );
    const live = kept.filter(({ tags }) => tags.includes("latest")).map(({ digest }) => digest);
    assert.deepEqual(live, ["day-365"]);
    assert.equal(kept.length - old.length, 30);
  });
});
