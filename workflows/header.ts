/** The sentences that stand at the head of every file Slipway makes. */
export function header(system: string): string[] {
  return [
    `Made by Slipway from systems/${system}/. What is changed here is lost when it is made again:`,
    `change it there, then run \`npx slipway render ${system}\`.`,
  ];
}

/** Whether a file is one that Slipway made for this system. */
export function isMadeFor(system: string, text: string): boolean {
  return text.startsWith(`# ${header(system)[0] ?? ""}\n`);
}
