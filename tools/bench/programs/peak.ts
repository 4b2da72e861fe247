/** Prints this process's peak resident memory, in kB, as the last line, for `tools/bench/process.ts`. */
export function reportPeak(): void {
  console.log(process.resourceUsage().maxRSS);
}
