import assert from "node:assert/strict";
import { lifecycleInWords, lifecyclePolicy, type Retention } from "../../plan/lifecycle.js";
import type { TagClass } from "../../plan/tag-class.js";

const retention: Retention = { days: 30, keepTags: ["latest"], keepReleases: 10 };
const latest: TagClass = { kind: "moving", tag: "latest" };

describe("lifecyclePolicy", () => {
  it("keeps the image tagged latest, then expires by age (D34, D35)", () => {
    assert.deepEqual(lifecyclePolicy(retention, [latest]), {
      rules: [
        {
          rulePriority: 1,
          description: "Keep the image tagged latest",
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["latest"],
            countType: "imageCountMoreThan",
            countNumber: 1,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: "Expire images older than 30 days",
          selection: { tagStatus: "any", countType: "sinceImagePushed", countUnit: "days", countNumber: 30 },
          action: { type: "expire" },
        },
      ],
    });
  });

  it("is the letter of the source where no tag is kept", () => {
    const { rules } = lifecyclePolicy({ ...retention, keepTags: [] }, [latest]);
    assert.deepEqual(
      rules.map(({ selection }) => selection.tagStatus),
      ["any"],
    );
  });

  it("gives each kept tag a rule of its own, because patterns in one rule select only images with all of them", () => {
    const { rules } = lifecyclePolicy({ ...retention, keepTags: ["latest", "live"] }, [
      latest,
      { kind: "moving", tag: "live" },
    ]);
    assert.deepEqual(
      rules.map(({ description }) => description),
      ["Keep the image tagged latest", "Keep the image tagged live", "Expire images older than 30 days"],
    );
  });

  it("keeps the newest releases where an image takes releases", () => {
    const { rules } = lifecyclePolicy({ ...retention, keepReleases: 3 }, [
      latest,
      { kind: "release", pattern: "v*" },
    ]);
    assert.deepEqual(rules[1]?.selection, {
      tagStatus: "tagged",
      tagPatternList: ["v*"],
      countType: "imageCountMoreThan",
      countNumber: 3,
    });
  });

  it("makes no rule for a tag that no image of the repository can carry (user pain 19)", () => {
    const { rules } = lifecyclePolicy({ ...retention, keepTags: ["latest", "stable"] }, [latest]);
    assert.equal(rules.length, 2);
  });

  it("keeps the build cache where there is one", () => {
    const { rules } = lifecyclePolicy(retention, [latest, { kind: "moving", tag: "buildcache" }]);
    assert.equal(rules[1]?.description, "Keep the image tagged buildcache");
  });
});

describe("lifecycleInWords", () => {
  it("is one sentence", () => {
    assert.equal(
      lifecycleInWords(lifecyclePolicy(retention, [latest])),
      "Keep the image tagged latest; Expire images older than 30 days.",
    );
  });
});
