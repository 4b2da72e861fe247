/** Prints this process's largest resident memory, in kB, as the last line: `tools/bench/process.ts` reads it there. */
export function reportPeak(): void {
  console.log(process.resourceUsage().maxRSS);
}
