import type { Problem } from "../../problems/problem.js";
import type { CronVerdict } from "../cron.js";
import { whereIs, type ParsedWorkflow } from "./parsed-workflow.js";

/** Times that GitHub refuses, or that never come. */
export function scheduleProblems(
  { system, workflow }: ParsedWorkflow,
  judge: (cron: string) => CronVerdict,
): Problem[] {
  return (workflow.on.schedule ?? []).flatMap(({ cron }) => {
    const verdict = judge(cron);
    if (verdict === "runs") return [];
    return {
      where: whereIs(system, workflow, "on schedule"),
      expected: expected[verdict],
      found: JSON.stringify(cron),
      fix: "correct the cron expression; its fields are minute, hour, day, month, weekday",
    };
  });
}

const expected: Readonly<Record<Exclude<CronVerdict, "runs">, string>> = {
  malformed: "five fields of numbers, names of months or weekdays, and * , - /",
  "too often": "five minutes between two runs at least (GitHub's limit)",
  never: "a time that comes: no month has that day",
};
