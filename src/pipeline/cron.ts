/** What a cron expression comes to on GitHub. */
export type CronVerdict = "malformed" | "too often" | "never" | "runs";

/**
 * Judges a cron expression as GitHub reads it: five fields, in UTC, no names such as `@daily`, at most every five
 * minutes. By GitHub's own parser, whose package only `import()` finds; whether a date ever comes is croner's word.
 */
export async function cronJudge(): Promise<(cron: string) => CronVerdict> {
  const { hasCronIntervalLessThan5Minutes, isValidCron } =
    await import("@actions/workflow-parser/model/converter/cron");
  const { Cron } = await import("croner");
  return (cron) => {
    if (!isValidCron(cron)) return "malformed";
    if (hasCronIntervalLessThan5Minutes(cron)) return "too often";
    return new Cron(cron, { timezone: "UTC" }).nextRun() === null ? "never" : "runs";
  };
}
