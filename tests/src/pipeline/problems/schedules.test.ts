import assert from "node:assert/strict";
import { problemsOf, workflow } from "../fixtures.js";

function at(...crons: string[]) {
  return workflow({ on: { schedule: crons.map((cron) => ({ cron, meaning: "sometimes" })) } });
}

const FIX = "correct the cron expression; its fields are minute, hour, day, month, weekday";

describe("a schedule", () => {
  it("comes some day", async () => {
    assert.deepEqual(
      await problemsOf(at("17 4 * * 1", "0 0 29 2 *", "30 5 * JAN-MAR MON,FRI", "0 0 31 2 1")),
      [],
    );
    for (const cron of ["0 0 31 2 *", "0 0 30 FEB *", "0 0 31 4,6,9,11 *"]) {
      assert.deepEqual(await problemsOf(at(cron)), [
        [
          "systems/shop, ci.yml, on schedule",
          "a time that comes: no month has that day",
          JSON.stringify(cron),
          FIX,
        ],
      ]);
    }
  });

  it("is five fields as GitHub reads them", async () => {
    for (const cron of [
      "",
      "@daily",
      "0 4 * *",
      "0 0 4 * * *",
      "60 4 * * *",
      "0 4 * * 8",
      "0 4 L * *",
      "0 4 ? * *",
    ]) {
      assert.deepEqual(await problemsOf(at(cron)), [
        [
          "systems/shop, ci.yml, on schedule",
          "five fields of numbers, names of months or weekdays, and * , - /",
          JSON.stringify(cron),
          FIX,
        ],
      ]);
    }
  });

  it("comes no more than every five minutes", async () => {
    assert.deepEqual(await problemsOf(at("*/5 * * * *")), []);
    assert.deepEqual(await problemsOf(at("*/4 * * * *", "* 4 * * *")), [
      [
        "systems/shop, ci.yml, on schedule",
        "five minutes between two runs at least (GitHub's limit)",
        '"*/4 * * * *"',
        FIX,
      ],
      [
        "systems/shop, ci.yml, on schedule",
        "five minutes between two runs at least (GitHub's limit)",
        '"* 4 * * *"',
        FIX,
      ],
    ]);
  });
});
